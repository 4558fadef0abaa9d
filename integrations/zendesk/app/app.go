// Package app builds the private app that puts our pod beside a ticket in Zendesk: a page in the ticket's sidebar that frames the pod and tells it
// which ticket is on screen. It holds no secret, and no right in Zendesk: it asks for nothing but the ticket's number.
// https://developer.zendesk.com/documentation/apps/app-developer-guide/
package app

import (
	"archive/zip"
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/url"
)

//go:embed files
var files embed.FS

var page = template.Must(template.ParseFS(files, "files/iframe.html"))

// ErrAddress is an address at which no pod can be.
var ErrAddress = errors.New("the pod's address must be an https address without credentials, query and fragment")

// manifest is what Zendesk reads first. https://developer.zendesk.com/documentation/apps/app-developer-guide/manifest/
type manifest struct {
	Name             string              `json:"name"`
	Author           author              `json:"author"`
	DefaultLocale    string              `json:"defaultLocale"`
	Private          bool                `json:"private"`
	SingleInstall    bool                `json:"singleInstall"`
	Location         map[string]location `json:"location"`
	Version          string              `json:"version"`
	FrameworkVersion string              `json:"frameworkVersion"`
}

type author struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	URL   string `json:"url"`
}

// location says where in a product the app stands, by the names of its places.
type location map[string]place

type place struct {
	URL      string `json:"url"`
	Flexible bool   `json:"flexible"` // its height follows what it shows
}

// App is the app as a zip file for "Upload private app". podURL is the address of the pod; the same address makes the same bytes.
func App(podURL string) ([]byte, error) {
	pod, err := podOf(podURL)
	if err != nil {
		return nil, err
	}
	says, err := json.MarshalIndent(manifest{
		Name: "Countersign", Author: author{Name: "Countersign", Email: "noreply@" + pod.Hostname(), URL: pod.Scheme + "://" + pod.Host}, DefaultLocale: "en",
		Private: true, SingleInstall: true, Version: "1.0.0", FrameworkVersion: "2.0",
		Location: map[string]location{"support": {"ticket_sidebar": {URL: "assets/iframe.html", Flexible: true}}},
	}, "", "  ")
	if err != nil {
		return nil, err
	}
	var shown bytes.Buffer
	if err := page.Execute(&shown, pod.String()); err != nil {
		return nil, err
	}
	return zipped([]entry{
		{"manifest.json", says}, {"assets/iframe.html", shown.Bytes()}, {"assets/countersign.js", kept("countersign.js")}, {"translations/en.json", kept("en.json")},
	})
}

// podOf reads a pod's address. http is for a pod on the reader's own machine: no browser frames another one within Zendesk.
func podOf(raw string) (*url.URL, error) {
	pod, err := url.Parse(raw)
	if err != nil || pod.Hostname() == "" || pod.User != nil || pod.RawQuery != "" || pod.ForceQuery || pod.Fragment != "" {
		return nil, ErrAddress
	}
	local := pod.Hostname() == "localhost" || pod.Hostname() == "127.0.0.1"
	if pod.Scheme != "https" && (pod.Scheme != "http" || !local) {
		return nil, ErrAddress
	}
	return pod, nil
}

// kept is a file that is the same in every app.
func kept(name string) []byte {
	raw, err := files.ReadFile("files/" + name)
	if err != nil {
		panic(err) // it was there when this was built
	}
	return raw
}

type entry struct {
	name string
	body []byte
}

func zipped(entries []entry) ([]byte, error) {
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, one := range entries {
		file, err := writer.Create(one.name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		if _, err := file.Write(one.body); err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
