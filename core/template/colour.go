package template

import (
	"math"
	"strconv"
)

const (
	black = "#000000"
	white = "#ffffff"
)

// Contrast is the contrast ratio of two colours "#rrggbb", 1 to 21 (WCAG 2.2, "contrast ratio"). What is no colour counts as black.
func Contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// Ink is the colour of text on a background, black or white, whichever is easier to read. Its contrast is at least 4.5 on any colour.
func Ink(background string) string {
	if Contrast(background, white) >= Contrast(background, black) {
		return white
	}
	return black
}

// luminance is the relative luminance of an sRGB colour (WCAG 2.2, "relative luminance").
func luminance(hex string) float64 {
	if !colour.MatchString(hex) {
		return 0
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return 0
		}
		c := float64(value) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}
