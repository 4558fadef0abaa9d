package template_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/template"
)

func picture(mediaType, magic string, size int) string {
	return "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString([]byte(magic+strings.Repeat("\x00", size-len(magic))))
}

const (
	png  = "\x89PNG\r\n\x1a\n"
	jpeg = "\xff\xd8\xff\xe0"
	webp = "RIFF\x00\x00\x00\x00WEBPVP8 "
)

func TestBrandingValidate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*template.Branding)
		field  string
	}{
		"default":                 {func(*template.Branding) {}, ""},
		"png":                     {func(b *template.Branding) { b.Logo = picture("image/png", png, 10240) }, ""},
		"jpeg":                    {func(b *template.Branding) { b.Logo = picture("image/jpeg", jpeg, 100) }, ""},
		"webp":                    {func(b *template.Branding) { b.Logo = picture("image/webp", webp, 100) }, ""},
		"one byte too many":       {func(b *template.Branding) { b.Logo = picture("image/png", png, 10241) }, "logo"},
		"far too many":            {func(b *template.Branding) { b.Logo = picture("image/png", png, 90000) }, "logo"},
		"svg":                     {func(b *template.Branding) { b.Logo = picture("image/svg+xml", "<svg>", 100) }, "logo"},
		"svg that says png":       {func(b *template.Branding) { b.Logo = picture("image/png", "<svg>", 100) }, "logo"},
		"jpeg that says png":      {func(b *template.Branding) { b.Logo = picture("image/png", jpeg, 100) }, "logo"},
		"an address":              {func(b *template.Branding) { b.Logo = "https://northwind.example/logo.png" }, "logo"},
		"not base64":              {func(b *template.Branding) { b.Logo = "data:image/png;base64,iVBO*" }, "logo"},
		"a line break in base64":  {func(b *template.Branding) { b.Logo = picture("image/png", png, 60) + "\n" }, "logo"},
		"media type parameters":   {func(b *template.Branding) { b.Logo = strings.Replace(picture("image/png", png, 60), ";", ";a=b;", 1) }, "logo"},
		"no name":                 {func(b *template.Branding) { b.MSPName = " " }, "msp_name"},
		"a long name":             {func(b *template.Branding) { b.MSPName = strings.Repeat("é", 121) }, "msp_name"},
		"a header in a name":      {func(b *template.Branding) { b.SenderName = "Bluepeak\r\nBcc: x" }, "sender_name"},
		"a turned name":           {func(b *template.Branding) { b.SenderName = "Blue\u202epeak" }, "sender_name"},
		"a named colour":          {func(b *template.Branding) { b.GradientTo = "red" }, "gradient_to"},
		"css in a colour":         {func(b *template.Branding) { b.GradientFrom = "#000000;}" }, "gradient_from"},
		"a short colour":          {func(b *template.Branding) { b.Accent = "#abc" }, "accent"},
		"yellow on white":         {func(b *template.Branding) { b.Accent = "#ffe000" }, "accent"},
		"a gradient may be light": {func(b *template.Branding) { b.GradientTo = "#ffe000" }, ""},
		"a bad sender":            {func(b *template.Branding) { b.SenderEmail = "help@bluepeak" }, "sender_email"},
		"a sender with capitals":  {func(b *template.Branding) { b.SenderEmail = "help@Bluepeak.example" }, "sender_email"},
		"a good sender":           {func(b *template.Branding) { b.SenderEmail, b.SenderNumber = "help@bluepeak.example", "+14155550100" }, ""},
		"a local number":          {func(b *template.Branding) { b.SenderNumber = "415 555 0100" }, "sender_number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := template.DefaultBranding("Bluepeak IT")
			c.change(&b)
			wrong := b.Validate()
			if c.field == "" {
				require.Empty(t, wrong)
				return
			}
			require.Len(t, wrong, 1, "%v", wrong)
			require.Equal(t, c.field, wrong[0].Field)
		})
	}
}

func TestLogoImage(t *testing.T) {
	t.Parallel()
	b := template.Branding{Logo: picture("image/png", png, 64)}
	mediaType, image, err := b.LogoImage()
	require.NoError(t, err)
	require.Equal(t, "image/png", mediaType)
	require.Len(t, image, 64)
}

func TestContrast(t *testing.T) {
	t.Parallel()
	require.InDelta(t, 21, template.Contrast("#000000", "#ffffff"), 0.001)
	require.InDelta(t, 1, template.Contrast("#2f5bea", "#2F5BEA"), 0.001)
	require.InDelta(t, 4.54, template.Contrast("#767676", "#ffffff"), 0.01) // the well-known lightest grey for text on white
	require.Equal(t, "#ffffff", template.Ink("#2f5bea"))
	require.Equal(t, "#000000", template.Ink("#ffe000"))
}

func TestInkIsReadableOnAnyColour(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		background := rapid.StringMatching(`#[0-9a-f]{6}`).Draw(t, "background")
		require.GreaterOrEqual(t, template.Contrast(template.Ink(background), background), 4.5)
	})
}

// The API's schema is the source: our members and kinds are its own.
func TestAgreesWithTheSchema(t *testing.T) {
	t.Parallel()
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	doc, err := loader.LoadFromFile("../../schemas/openapi/openapi.yaml")
	require.NoError(t, err)
	brandingSchema := doc.Paths.Value("/branding").Put.RequestBody.Value.Content["application/json"].Schema.Value
	templateSchema := doc.Paths.Value("/templates/{kind}").Put.Responses.Status(200).Value.Content["application/json"].Schema.Value

	branding := template.DefaultBranding("Bluepeak IT")
	branding.Logo, branding.SenderEmail, branding.SenderNumber = "x", "x", "x"
	text := template.Text{Subject: "x", Body: "x", Signature: "x", Footer: "x"}
	for _, row := range []struct {
		schema *openapi3.Schema
		value  any
	}{{brandingSchema, branding}, {templateSchema.Properties["text"].Value, text}} {
		encoded, err := json.Marshal(row.value)
		require.NoError(t, err)
		var members map[string]any
		require.NoError(t, json.Unmarshal(encoded, &members))
		for member := range row.schema.Properties {
			require.Contains(t, members, member)
			delete(members, member)
		}
		require.Empty(t, members)
	}
	kinds := templateSchema.Properties["kind"].Value.Enum
	require.Len(t, kinds, len(template.Kinds))
	for _, kind := range kinds {
		require.True(t, template.Kind(kind.(string)).Known(), kind)
	}
}
