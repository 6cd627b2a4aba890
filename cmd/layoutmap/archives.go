package main

import (
	"fmt"
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

// openArchives opens tile files; each is named as its file without the ending.
// They stay open as long as the program runs.
func openArchives(paths []string) (map[string]tiles.Archive, error) {
	out := map[string]tiles.Archive{}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		if _, ok := out[name]; ok {
			return nil, fmt.Errorf("--tiles: two files are named %q", name)
		}
		a, err := tiles.OpenArchive(path)
		if err != nil {
			return nil, fmt.Errorf("--tiles: %w", err)
		}
		out[name] = a
	}
	return out, nil
}
