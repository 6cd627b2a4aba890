package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"layoutmap/geo/crs"
	"layoutmap/layers"
)

// convertCommand turns a data file into another.
type convertCommand struct {
	Input  string `arg:"" type:"existingfile" help:"A .geojson, .csv, .gpkg, .fgb, .shp, .zip or .kml file."`
	Output string `arg:"" help:"File to write."`
	Format string `short:"f" help:"Format: ${formats}. Without it, by the file's name."`
	Table  string `help:"Which table of a file with several."`
	CRS    string `placeholder:"EPSG:4548" help:"Coordinate reference system of the output; CRS84 without it."`
}

// Run converts.
func (c convertCommand) Run() error {
	o := outputFlags{c.Output, c.Format}
	e, err := o.encoder()
	if err != nil {
		return err
	}
	system := crs.CRS84()
	if c.CRS != "" {
		if system, err = crs.Lookup(c.CRS); err != nil {
			return fmt.Errorf("--crs: %w", err)
		}
	}
	f, err := layers.OpenFile(os.DirFS(filepath.Dir(c.Input)), filepath.Base(c.Input), c.Table)
	if err != nil {
		return err
	}
	tell(f.Notes)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	page, err := f.Query(ctx, layers.Query{Limit: max(f.Len(), 1)})
	if err != nil {
		return err
	}
	return o.write(ctx, e, layers.Document{Page: page, CRS: system, Columns: f.Columns})
}
