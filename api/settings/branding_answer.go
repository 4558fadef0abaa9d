package settings

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/phone"
	"countersign/core/template"
)

// brandingAsked takes the slips out that have only one meaning: blanks around names, a number written with blanks.
func brandingAsked(b gen.Branding) template.Branding {
	branding := template.Branding{
		MSPName: strings.TrimSpace(b.MspName), Logo: respond.Value(b.Logo), Accent: b.Accent, GradientFrom: b.GradientFrom, GradientTo: b.GradientTo,
		SenderName: strings.TrimSpace(b.SenderName), SenderEmail: strings.TrimSpace(respond.Value(b.SenderEmail)), SenderNumber: strings.TrimSpace(respond.Value(b.SenderNumber)),
	}
	if number, err := phone.ParseDesk(branding.SenderNumber, ""); err == nil {
		branding.SenderNumber = number.E164
	}
	return branding
}

func brandingShown(b template.Branding) gen.Branding {
	return gen.Branding{
		MspName: b.MSPName, Logo: respond.Present(b.Logo), Accent: b.Accent, GradientFrom: b.GradientFrom, GradientTo: b.GradientTo,
		SenderName: b.SenderName, SenderEmail: respond.Present(b.SenderEmail), SenderNumber: respond.Present(b.SenderNumber),
	}
}

// brandingAudited has the hash of a logo in its place: the log says that it is another one.
func brandingAudited(b template.Branding) gen.Branding {
	if b.Logo != "" {
		sum := sha256.Sum256([]byte(b.Logo))
		b.Logo = "SHA-256 " + hex.EncodeToString(sum[:])
	}
	return brandingShown(b)
}
