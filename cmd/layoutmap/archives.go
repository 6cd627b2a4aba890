package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"layoutmap/layers"
	"layoutmap/tiles"
)

// chosenLayers are the layers of the given ids, the whole plan for none.
func chosenLayers(c *layers.Catalog, ids []string) ([]*layers.Layer, error) {
	if len(ids) == 0 {
		return c.Tileset(), nil
	}
	var out []*layers.Layer
	for _, id := range ids {
		l, ok := c.Layer(id)
		if !ok {
			return nil, fmt.Errorf("--layers: there is no layer %q", id)
		}
		out = append(out, l)
	}
	return out, nil
}

// openedArchive is an archive with what tells whether its file is still the same.
type openedArchive struct {
	tiles.Archive
	info os.FileInfo
}

// openArchives opens tile files; each is named as its file without the ending.
// Of those open already it keeps the ones whose file has not changed.
func openArchives(paths []string, open map[string]tiles.Archive) (out map[string]tiles.Archive, err error) {
	out = map[string]tiles.Archive{}
	defer func() {
		for name, a := range out {
			if err != nil && open[name] != a {
				a.Close()
			}
		}
	}()
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		if _, ok := out[name]; ok {
			return out, fmt.Errorf("--tiles: two files are named %q", name)
		}
		info, err := os.Stat(path)
		if err != nil {
			return out, fmt.Errorf("--tiles: %w", err)
		}
		if o, ok := open[name].(*openedArchive); ok && os.SameFile(o.info, info) && o.info.Size() == info.Size() && o.info.ModTime().Equal(info.ModTime()) {
			out[name] = o
			continue
		}
		a, err := tiles.OpenArchive(path)
		if err != nil {
			return out, fmt.Errorf("--tiles: %w", err)
		}
		out[name] = &openedArchive{a, info}
	}
	return out, nil
}
