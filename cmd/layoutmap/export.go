package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"layoutmap/tiles"

	"github.com/paulmach/orb"
)

// exportCommand writes a tile archive.
type exportCommand struct {
	File    string   `arg:"" help:"File to write, .pmtiles or .mbtiles. One that exists is replaced when the new one is complete."`
	Layers  []string `help:"Layers to write, separated by commas; all of the plan when left out."`
	MinZoom uint8    `default:"0" help:"First zoom level."`
	MaxZoom uint8    `default:"14" help:"Last zoom level, at most 24."`
	BBox    string   `name:"bbox" help:"Area west,south,east,north in degrees; all of the layers when left out."`
	Data    []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own. May be repeated."`
}

// Run exports, telling on standard error how far it is.
func (c exportCommand) Run() error {
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return err
	}
	ls, err := chosenLayers(catalog, c.Layers)
	if err != nil {
		return err
	}
	about := tiles.NewTileJSON("", ls...)
	if about.Name = strings.Join(c.Layers, ","); about.Name == "" {
		about.Name = "plan"
	}
	bound := tiles.BoundOf(ls...)
	if c.BBox != "" {
		if bound, err = parseBBox(c.BBox); err != nil {
			return err
		}
		about.Bounds = [4]float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}
		about.Center[0], about.Center[1] = bound.Center()[0], bound.Center()[1]
	}
	about.Center[2] = min(max(about.Center[2], float64(c.MinZoom)), float64(c.MaxZoom))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	began, bar := time.Now(), progressBar{name: "export"}
	done, err := tiles.NewRenderer(tiles.Options{}).Export(ctx, c.File, tiles.Export{
		About: about, Layers: ls, MinZoom: c.MinZoom, MaxZoom: c.MaxZoom, Bound: bound,
		Progress: bar.tell,
	})
	bar.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d tiles, %d bytes, the largest %d; %d empty ones left out; %d features dropped, %d of them for the byte budget; %.1f s\n",
		c.File, done.Tiles, done.Bytes, done.Largest, done.Empty, done.Dropped, done.Thinned, time.Since(began).Seconds())
	return nil
}

// parseBBox reads west,south,east,north in degrees.
func parseBBox(text string) (orb.Bound, error) {
	wrong := fmt.Errorf("--bbox %q: want west,south,east,north in degrees, west < east, south < north", text)
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return orb.Bound{}, wrong
	}
	var v [4]float64
	for i, p := range parts {
		var err error
		if v[i], err = strconv.ParseFloat(strings.TrimSpace(p), 64); err != nil {
			return orb.Bound{}, wrong
		}
	}
	if !(v[0] >= -180 && v[0] < v[2] && v[2] <= 180 && v[1] >= -90 && v[1] < v[3] && v[3] <= 90) { // NaN fails too
		return orb.Bound{}, wrong
	}
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, nil
}
