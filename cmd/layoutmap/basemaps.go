package main

import (
	"fmt"
	"io"
	"os"

	"layoutmap/cmd/layoutmap/internal/basemap"
)

// openBasemaps reads the file of --basemaps; none for no name.
func openBasemaps(name string) ([]basemap.Basemap, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--basemaps: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, basemap.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("--basemaps: %w", err)
	}
	maps, err := basemap.Parse(data, os.LookupEnv)
	if err != nil {
		return nil, fmt.Errorf("--basemaps %s: %w", name, err)
	}
	return maps, nil
}
