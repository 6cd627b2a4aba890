package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"layoutmap/tiles"
)

// verifyCommand checks tiles and prints what it found.
type verifyCommand struct {
	File    string   `arg:"" optional:"" help:"PMTiles or MBTiles file; left out, the tiles that serve would render."`
	Layers  []string `help:"Without a file: layers to check, separated by commas; all of the plan when left out."`
	MinZoom uint8    `default:"0" help:"Without a file: first zoom level."`
	MaxZoom uint8    `default:"14" help:"Without a file: last zoom level, at most 24."`
	Data    []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own. May be repeated."`
}

// errFaulty ends the program with an error after the certificate is printed.
var errFaulty = errors.New("the tiles break rules, see problems, unstable_ids, lost_ids and over_budget")

// Run prints the certificate as JSON on standard output.
func (c verifyCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	bar := progressBar{name: "verify"}
	doc, err := c.verify(ctx, bar.tell)
	bar.end()
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	if err := out.Encode(doc); err != nil {
		return err
	}
	if !doc.Good() {
		return errFaulty
	}
	return nil
}

func (c verifyCommand) verify(ctx context.Context, tell func(done, total int)) (tiles.Certificate, error) {
	if c.File != "" {
		a, err := tiles.OpenArchive(c.File)
		if err != nil {
			return tiles.Certificate{}, err
		}
		defer a.Close()
		v := tiles.VerificationOf(a)
		v.Progress = tell
		return tiles.Verify(ctx, v)
	}
	if c.MinZoom > c.MaxZoom || c.MaxZoom > tiles.MaxZoom {
		return tiles.Certificate{}, errors.New("--min-zoom and --max-zoom: want 0 ≤ min ≤ max ≤ 24")
	}
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return tiles.Certificate{}, err
	}
	ls, err := chosenLayers(catalog, c.Layers)
	if err != nil {
		return tiles.Certificate{}, err
	}
	r := tiles.NewRenderer(tiles.Options{})
	set, _ := tiles.LookupMatrixSet("WebMercatorQuad")
	return tiles.Verify(ctx, tiles.Verification{
		Name: "live", Set: set, MinZoom: c.MinZoom, MaxZoom: c.MaxZoom, Bound: tiles.BoundOf(ls...), Counted: true, Progress: tell,
		Tile: func(ctx context.Context, at tiles.Coord) (tiles.Tile, error) { return r.Uncached(ctx, set, at, ls...) },
	})
}
