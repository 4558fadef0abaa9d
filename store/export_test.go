package store

// SealedColumns lists what Reseal seals, as "table.column".
func SealedColumns() []string {
	names := make([]string, len(sealedPlaces))
	for i, place := range sealedPlaces {
		names[i] = place.table + "." + place.column
	}
	return names
}
