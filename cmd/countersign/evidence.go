package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"

	"github.com/google/uuid"

	"countersign/core/evidence"
	"countersign/core/keys"
)

type evidenceCommand struct {
	Verify evidenceVerifyCommand `cmd:"" help:"Re-run the decision, check signature and chain, and say yes or name the first thing that does not hold."`
}

type evidenceVerifyCommand struct {
	Files    []string  `arg:"" type:"path" help:"Answers of GET /v1/verifications/{id}/evidence, files of an export, its folder or its ZIP, in any order."`
	Tenant   uuid.UUID `help:"The MSP's id: says no to what is another MSP's."`
	Complete bool      `help:"Says no to any gap: in the chain of bundles, in the audit log, and in what manifest.json lists, which is looked for beside the files."`
	Keys     string    `type:"existingfile" help:"The answer of GET /v1/evidence/keys or the evidence-keys.json of an export, kept from a time you trust. Without it, the key ring of COUNTERSIGN_KEYS_FILE, else the keys in the files."`
}

func (c evidenceVerifyCommand) Run() error {
	given, err := readExport(c.Files, c.Complete)
	if err != nil {
		return err
	}
	public, source, err := c.publicKeys(given.keyFiles())
	if err != nil {
		return err
	}
	summary, err := evidence.VerifyExport(given.Export, public, evidence.Demands{Tenant: c.Tenant, Complete: c.Complete})
	if err != nil {
		return fmt.Errorf("no: %w", err)
	}
	fmt.Printf("yes: %d bundles of %d verifications hold, signatures checked with %s.\n", summary.Bundles, summary.Verifications, source)
	if given.Log != nil {
		fmt.Printf("The audit log's chain of %d entries holds.\n", summary.Entries)
	}
	if given.Manifest == nil && (c.Complete || given.Log != nil) {
		fmt.Println("There is no manifest.json: whether something is missing at the end only that could say.")
	}
	if summary.LogGaps > 0 {
		fmt.Printf("The audit log goes on in entries that were not given, at %d places.\n", summary.LogGaps)
	}
	if summary.Gaps > 0 {
		fmt.Printf("The chain goes on in bundles that were not given, at %d places.\n", summary.Gaps)
	}
	return nil
}

// publicKeys takes keys from where they prove most.
func (c evidenceVerifyCommand) publicKeys(files [][]byte) (public map[string]ed25519.PublicKey, source string, err error) {
	if c.Keys != "" {
		public, err := readKeys(c.Keys)
		return public, c.Keys, err
	}
	if path := os.Getenv("COUNTERSIGN_KEYS_FILE"); path != "" {
		ring, err := keys.Load(path)
		if err != nil {
			return nil, "", err
		}
		return ring.EvidenceKeys(), "the key ring", nil
	}
	public = map[string]ed25519.PublicKey{}
	for _, file := range files {
		found, err := evidence.Keys(file)
		if err != nil {
			return nil, "", err
		}
		maps.Copy(public, found)
	}
	if len(public) == 0 {
		return nil, "", errors.New("the files name no keys; give --keys, the answer of GET /v1/evidence/keys")
	}
	return public, "the keys in the files themselves (give --keys to prove who signed)", nil
}

// readKeys reads the answer of GET /v1/evidence/keys, or evidence-keys.json of an export.
func readKeys(path string) (map[string]ed25519.PublicKey, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if exported, err := evidence.Keys(raw); err == nil && len(exported) > 0 {
		return exported, nil
	}
	var file struct {
		Keys []struct {
			KeyID     string `json:"key_id"`
			PublicKey string `json:"public_key"`
		} `json:"keys"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, fmt.Errorf("%s is not the answer of GET /v1/evidence/keys", path)
	}
	public := map[string]ed25519.PublicKey{}
	for _, k := range file.Keys {
		key, err := base64.StdEncoding.DecodeString(k.PublicKey)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("%s: key %q is no Ed25519 public key", path, k.KeyID)
		}
		public[k.KeyID] = key
	}
	return public, nil
}
