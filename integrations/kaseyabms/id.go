package kaseyabms

import "countersign/integrations/kit"

// parseID reads an id as Kaseya BMS gives them: a whole number above zero, written in the one way, of 32 bits.
func parseID(text string) (int, bool) { return kit.ParseID[int](text, 32) }
