package kit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/integrations/kit"
)

// TestNobodyWhoStaysIsLeftOut moves a list while it is read: new rows come first, or none at all, and others go. None that stays may be left out.
func TestNobodyWhoStaysIsLeftOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{25, 50, 100}).Draw(t, "rows of a page")
		list := make([]int, rapid.IntRange(0, 900).Draw(t, "people"))
		for i := range list {
			list[i] = i
		}
		stays := slices.Clone(list)
		comes, moves, seen := len(list), rapid.IntRange(0, 8).Draw(t, "times that the list moves"), map[int]bool{}
		at := kit.Place{Page: 1}
		for requests := 0; ; requests++ {
			require.Less(t, requests, 400, "the list does not end")
			from, to := min((at.Page-1)*size, len(list)), min(at.Page*size, len(list))
			for _, one := range list[from:to] {
				seen[one] = true
			}
			next := at.Next(len(list), size, to < len(list))
			if next == "" {
				break
			}
			var ok bool
			at, ok = kit.ParsePlace(next)
			require.True(t, ok, next)
			if moves == 0 || rapid.Bool().Draw(t, "quiet") {
				continue
			}
			moves--
			for range rapid.SampledFrom([]int{0, 1, 3, 50, 51, 100, 101, 250}).Draw(t, "gone") {
				if len(list) > 0 {
					gone := rapid.IntRange(0, min(len(list), 120)-1).Draw(t, "who")
					stays = slices.DeleteFunc(stays, func(one int) bool { return one == list[gone] })
					list = slices.Delete(slices.Clone(list), gone, gone+1)
				}
			}
			for range rapid.IntRange(0, 3).Draw(t, "come") {
				list = slices.Insert(slices.Clone(list), 0, comes)
				comes++
			}
		}
		for _, one := range stays {
			require.True(t, seen[one], "%d was left out", one)
		}
	})
}

func FuzzPlaceOf(f *testing.F) {
	for _, seed := range []string{"", "2.98", "3-2500", "0.1", "2", "2.98.1", "https://evil.example", "2.9\n", "99999999.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		at, err := kit.Failures("x").PlaceOf(directory.Position{Next: next})
		if err == nil && (at.Page < 1 || at.Total < 0 || strings.Trim(next, "0123456789.-") != "") {
			t.Fatalf("%q is a place: %+v", next, at)
		}
	})
}

func TestASearchThatReadsTooLittleIsAmbiguous(t *testing.T) {
	t.Parallel()
	page := func(number int) ([]int, bool, error) { return []int{2*number - 1, 2 * number}, number < 5, nil }
	is := func(wanted int) func(int) bool { return func(one int) bool { return one == wanted } }
	found, ok, err := kit.Find(kit.Failures("x"), 9, page, is(6))
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, 6, found)
	_, ok, err = kit.Find(kit.Failures("x"), 9, page, is(99))
	require.NoError(t, err)
	require.False(t, ok, "the list ended without it")
	_, _, err = kit.Find(kit.Failures("x"), 2, page, is(6))
	require.Equal(t, provider.Ambiguous, provider.KindOf(err))
}
