package web

import "io/fs"

// mustSub panics only when an embedded folder is missing, which the compiler has ruled out.
func mustSub(files fs.FS, folder string) fs.FS {
	sub, err := fs.Sub(files, folder)
	if err != nil {
		panic(err)
	}
	return sub
}
