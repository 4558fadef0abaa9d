package kaseyabms

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// country is the ISO code of the country in which an account's main location lies. Kaseya BMS tells its English name.
func (r accountRow) country() string {
	found := ""
	for _, at := range r.Locations {
		for _, address := range at.Addresses {
			code := countryOf(address.Country)
			if code != "" && (found == "" || at.IsMain && address.IsMain) {
				found = code
			}
		}
	}
	return found
}

// countryOf is the code of a country that is told by name or by code; "" for one that we do not know.
func countryOf(named string) string {
	return countries()[strings.ToLower(strings.TrimSpace(named))]
}

// countries are the codes of all countries by their English names, in small letters, and by the codes themselves.
var countries = sync.OnceValue(func() map[string]string {
	known := map[string]string{"united states of america": "US", "usa": "US", "uk": "GB", "great britain": "GB", "holland": "NL"}
	named := display.English.Regions()
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			region, err := language.ParseRegion(string(first) + string(second))
			if err != nil || !region.IsCountry() || region.Canonicalize().String() != string(first)+string(second) {
				continue
			}
			if name := named.Name(region); name != "" {
				known[strings.ToLower(name)] = region.String()
			}
			known[strings.ToLower(region.String())] = region.String()
		}
	}
	return known
})
