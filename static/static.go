// Package static holds the built web UI: the files Vite writes to dist/.
//
// dist/ is not committed. A tracked placeholder keeps the embed directive,
// go vet and go test working before `npm run build`; a binary built then has
// no index.html in Dist, which is how the server knows to say so at "/".
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

// Dist returns the built UI rooted at its own index.html. It always succeeds;
// before the UI is built it holds only the placeholder.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic("static: dist is not embedded: " + err.Error()) // the embed directive above names it
	}
	return dist
}
