package kaseyabms

import (
	"slices"
	"strconv"
	"strings"
)

// place is how far a list was read. Kaseya BMS numbers its pages, so rows that vanish while a list is read let later ones move up, over the edge of a
// page that was read already. So each page begins a little before the end of the one before it, and must show the row that was the last there.
type place struct {
	read int // rows from the beginning
	last int // the id of the last of them; 0 at the beginning
	most int // rows of the server's largest page
}

// String writes a place as directory.Page.Next holds it. It names no host and no path, so it can lead nowhere else.
func (p place) String() string {
	return strconv.Itoa(p.read) + "-" + strconv.Itoa(p.last) + "-" + strconv.Itoa(p.most)
}

// parsePlace reads what String wrote. At the beginning of a list nothing was read.
func parsePlace(next string) (place, bool) {
	if next == "" {
		return place{most: pageSize}, true
	}
	parts := strings.Split(next, "-")
	if len(parts) != 3 {
		return place{}, false
	}
	read, ok := parseID(parts[0])
	last, ok2 := parseID(parts[1])
	most, ok3 := parseID(parts[2])
	return place{read, last, most}, (ok || parts[0] == "0") && ok2 && ok3 && most > 1 && most <= pageSize
}

// page is the page to ask for: of all that begin before the end of what was read, the one that reaches the farthest.
func (p place) page() (number, size int) {
	if p.read == 0 {
		return 1, p.most
	}
	for tried := p.most; tried > 1; tried-- {
		if before := (p.read - 1) / tried; (before+1)*tried > number*size {
			number, size = before+1, tried
		}
	}
	return number, size
}

// step is what a page leads to.
type step struct {
	known int // how many of its rows were on the page before
	next  place
	done  bool
}

// follow decides where a list goes on after a page. ids are those of its rows, total is how many the list has, and byID says that it stands by id. A
// page that does not show where the one before it ended is good for its rows, and the list goes back for what may lie between. ok is false where
// pages do not add up: a contact that is counted and never shown must not be taken for deleted.
func (p place) follow(ids []int, total int, byID bool) (after step, ok bool) {
	number, size := p.page()
	start := (number - 1) * size
	if start == 0 && len(ids) < size && len(ids) < total {
		p.most = len(ids)
	}
	if len(ids) == 0 && start < total {
		return step{}, false
	}
	known, linked := p.linked(ids, byID)
	if start > 0 && !linked {
		return step{next: place{start, p.last, p.most}}, true
	}
	end := start + len(ids)
	if total > 0 && end >= total || total == 0 && len(ids) == known { // a list that is not counted ends where nothing is new
		return step{known: known, done: true}, true
	}
	next := place{end, ids[len(ids)-1], p.most}
	number, size = next.page()
	return step{known: known, next: next}, number*size > end
}

// linked reports whether nothing can lie between what was read and a page: the page shows the last row that was read, or, in a list by id, goes on
// from before it. known is how many of its rows come before that point.
func (p place) linked(ids []int, byID bool) (known int, ok bool) {
	if p.last == 0 {
		return 0, true
	}
	if at := slices.Index(ids, p.last); at >= 0 {
		return at + 1, true
	}
	if len(ids) == 0 || !byID || !slices.IsSorted(ids) || ids[0] > p.last {
		return 0, false
	}
	known, _ = slices.BinarySearch(ids, p.last)
	return known, true
}
