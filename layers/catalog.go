package layers

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

//go:embed data
var builtIn embed.FS

// BuiltIn is the plan that ships with the program: one folder per layer.
func BuiltIn() fs.FS {
	sub, err := fs.Sub(builtIn, "data")
	if err != nil {
		panic(err) // only a malformed literal path can fail
	}
	return sub
}

// order is how the built-in layers are listed, drawn and put into tiles: the
// ground first, the plan above it. Layers not named follow by id.
var order = []string{
	"district", "townships", "subcentre", "rivers", "green-structure", "green-ring-parks",
	"layout", "layout-lines", "plan-areas", "roads", "road-grid", "rail-lines", "places",
	"industrial-parks", "substations", "key-projects", "station-entrances", "rail-stations",
	"demand-population",
}

// Catalog is an ordered set of layers. It never changes once opened.
type Catalog struct {
	layers []*Layer
	digest string
	notes  []string
}

// folder is a layer's folder, or a bare data file, on its way into the catalog.
type folder struct {
	fsys   fs.FS
	name   string
	bare   bool
	layers []*Layer
	notes  []string
	err    error
}

// open reads the folder. A reader that panics on a file nobody thought of makes
// a fault of it: a program that serves already goes on with what it has.
func (f *folder) open() {
	defer func() {
		if p := recover(); p != nil {
			f.layers, f.err = nil, fmt.Errorf("%s: the reader failed: %v", f.name, p)
		}
	}()
	if f.bare {
		f.layers, f.notes, f.err = openBare(f.fsys, f.name)
		return
	}
	var l *Layer
	if l, f.err = openFolder(f.fsys, f.name); f.err == nil {
		f.layers = []*Layer{l}
	}
}

// Open reads every folder that holds a layer.yaml from each source, and every
// data file that lies there by itself (see Notes). A layer of a later source
// replaces the one with the same id of an earlier source. The first fault ends
// the load; the error says which file and what rule.
func Open(sources ...fs.FS) (*Catalog, error) {
	var folders []folder
	for _, src := range sources {
		more, err := listFolders(src)
		if err != nil {
			return nil, err
		}
		folders = append(folders, more...)
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range folders {
		group.Go(func() error {
			folders[i].open()
			return nil // the first fault in the order of the folders is told, not the first in time
		})
	}
	group.Wait()
	c := &Catalog{}
	found := map[string]*Layer{}
	for _, f := range folders {
		if f.err != nil {
			return nil, fmt.Errorf("open layer %w", f.err)
		}
		for _, l := range f.layers {
			found[l.ID] = l
		}
		c.notes = append(c.notes, f.notes...)
	}
	for _, l := range found {
		c.layers = append(c.layers, l)
	}
	slices.SortFunc(c.layers, func(a, b *Layer) int {
		if x, y := rank(a.ID), rank(b.ID); x != y {
			return x - y
		}
		return strings.Compare(a.ID, b.ID)
	})
	h := sha256.New()
	for _, l := range c.layers {
		fmt.Fprintf(h, "%s %s\n", l.ID, l.digest)
	}
	c.digest = hex.EncodeToString(h.Sum(nil)[:12])
	return c, nil
}

// listFolders finds what of a source is a layer: folders with a layer.yaml, and bare files.
func listFolders(src fs.FS) ([]folder, error) {
	entries, err := fs.ReadDir(src, ".")
	if err != nil {
		return nil, fmt.Errorf("open layers: %w", err)
	}
	var out []folder
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case !e.IsDir():
			if isBare(e.Name()) {
				out = append(out, folder{fsys: src, name: e.Name(), bare: true})
			}
		default:
			if _, err := fs.Stat(src, e.Name()+"/layer.yaml"); err == nil {
				out = append(out, folder{fsys: src, name: e.Name()})
			}
		}
	}
	return out, nil
}

func rank(id string) int {
	if i := slices.Index(order, id); i >= 0 {
		return i
	}
	return len(order)
}

// Layers lists the layers in drawing order. Read-only.
func (c *Catalog) Layers() []*Layer { return c.layers }

// Layer finds a layer by id.
func (c *Catalog) Layer(id string) (*Layer, bool) {
	for _, l := range c.layers {
		if l.ID == id {
			return l, true
		}
	}
	return nil, false
}

// Tileset lists the layers of the dataset tileset, in drawing order.
func (c *Catalog) Tileset() []*Layer {
	var out []*Layer
	for _, l := range c.layers {
		if l.InTileset() {
			out = append(out, l)
		}
	}
	return out
}

// Sharing is the catalog with the layers of an earlier one in place of its own
// where their content is the same: what was computed of them stays of use, and
// they are in memory once.
func (c *Catalog) Sharing(earlier *Catalog) *Catalog {
	out := *c
	out.layers = slices.Clone(c.layers)
	for i, l := range out.layers {
		if old, ok := earlier.Layer(l.ID); ok && old.digest == l.digest {
			out.layers[i] = old
		}
	}
	return &out
}

// Notes says what was guessed of data files without a layer.yaml, a sentence each.
func (c *Catalog) Notes() []string { return c.notes }

// Digest identifies the content of all layers.
func (c *Catalog) Digest() string { return c.digest }
