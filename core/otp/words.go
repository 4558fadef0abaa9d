package otp

import "strings"

// words are concrete and short.
var words = strings.Fields(`
	acorn album amber anchor apple arrow autumn badger bakery bamboo banjo basket beacon blossom bottle bridge
	bronze bucket butter button cabin cactus camel candle canoe canyon carpet castle cedar cello cherry chimney
	cinema circus clover cobalt coffee comet copper coral cotton cricket crystal daisy desert dolphin donkey dragon
	eagle ember engine falcon feather fiddle flamingo forest fossil galaxy garden ginger giraffe glacier granite guitar
	hammer harbor harvest hazel helmet honey igloo island ivory jacket jasmine jigsaw jungle kettle kitten ladder
	lantern lemon library lobster magnet mango maple marble meadow melon mirror monkey mountain mustard napkin
	nutmeg oasis ocean olive onion orchid otter oyster paddle panda parrot pebble pencil pepper piano pillow
	planet pocket pumpkin puzzle rabbit ribbon river rocket saddle salmon silver spider sunset tiger tulip umbrella
	velvet violin walnut window winter yellow zebra zigzag`)

// Pair is two words, of which the second neither rhymes with the first nor sounds like it, whatever the numbers are.
func Pair(first, second uint64) string {
	n := uint64(len(words))
	a := words[first%n]
	for at := second; ; at++ {
		if b := words[at%n]; !SoundAlike(a, b) {
			return a + " " + b
		}
	}
}

// farApart is how many sounds have to be put in, left out or changed to make one word of a pair out of the other.
const farApart = 4

// SoundAlike reports two words that may be taken for each other on a bad line: they begin alike, end alike, or differ in a few sounds only.
func SoundAlike(a, b string) bool {
	heardA, heardB := sounds(a), sounds(b)
	return a[0] == b[0] || heardA[0] == heardB[0] || ending(a) == ending(b) || ending(heardA) == ending(heardB) || distance(heardA, heardB) < farApart
}

// ending is what a word rhymes by.
func ending(word string) string { return word[max(0, len(word)-2):] }

// spelling writes one sound in one way, and endings one ending that nobody stresses. English spells several of them in many.
var (
	spelling = strings.NewReplacer("ck", "k", "ch", "x", "ph", "f", "ce", "se", "ci", "si", "cy", "si", "c", "k", "qu", "kw", "ge", "je", "gi", "ji", "ey", "i", "ee", "i", "ie", "i", "y", "i", "z", "s")
	endings  = map[string]string{"le": "el", "al": "el", "il": "el", "re": "er", "or": "er", "ar": "er", "ir": "er", "on": "en", "in": "en", "an": "en", "om": "en", "em": "en", "um": "en"}
)

// sounds is a word as it sounds, roughly: no letter twice in a row.
func sounds(word string) string {
	var heard []byte
	for _, letter := range []byte(spelling.Replace(word)) {
		if len(heard) == 0 || heard[len(heard)-1] != letter {
			heard = append(heard, letter)
		}
	}
	said := string(heard)
	if plain, known := endings[ending(said)]; known {
		said = said[:len(said)-2] + plain
	}
	return said
}

// distance is Levenshtein's: the fewest letters to put in, leave out or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
