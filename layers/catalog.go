package layers

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
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
}

// Open reads every folder that holds a layer.yaml from each source. A layer of
// a later source replaces the one with the same id of an earlier source.
// The first fault ends the load; the error says which file and what rule.
func Open(sources ...fs.FS) (*Catalog, error) {
	found := map[string]*Layer{}
	for _, src := range sources {
		entries, err := fs.ReadDir(src, ".")
		if err != nil {
			return nil, fmt.Errorf("open layers: %w", err)
		}
		for _, e := range entries {
			if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
				continue
			}
			if _, err := fs.Stat(src, e.Name()+"/layer.yaml"); err != nil {
				continue
			}
			l, err := openFolder(src, e.Name())
			if err != nil {
				return nil, fmt.Errorf("open layer %w", err)
			}
			found[l.ID] = l
		}
	}
	c := &Catalog{}
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

// Digest identifies the content of all layers.
func (c *Catalog) Digest() string { return c.digest }
