package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
)

// queryCommand asks one layer what /collections/{id}/items is asked.
type queryCommand struct {
	Layer  string   `arg:"" help:"Id of the layer."`
	Params []string `arg:"" optional:"" placeholder:"name=value" help:"The parameters of items: bbox=116.6,39.8,116.7,39.9 filter=\"status = 'planned'\" sortby=-seq crs=EPSG:4548 line=M101. Without limit= all features."`
	Data   []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own, as for serve. May be repeated."`
	outputFlags
}

// outputFlags say where to and how a file is written.
type outputFlags struct {
	Output string `short:"o" placeholder:"FILE" help:"File to write; standard output without it."`
	Format string `short:"f" help:"Format: ${formats}. Without it, by the file's name; geojson on standard output."`
}

// Run asks and writes.
func (c queryCommand) Run() error {
	params := url.Values{}
	for _, p := range c.Params {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			return fmt.Errorf("%q is not name=value", p)
		}
		if name == "f" || name == "cursor" {
			return fmt.Errorf("%s belongs to the server: use --format, and limit= for less", name)
		}
		params.Add(name, value)
	}
	e, err := c.encoder()
	if err != nil {
		return err
	}
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return err
	}
	q, d, err := api.Question(catalog, c.Layer, params)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, _ := catalog.Layer(c.Layer)
	if d.Page, err = l.Query(ctx, q); err != nil {
		return err
	}
	return c.write(ctx, e, d)
}

// encoders are the formats a file can be written in.
func encoders() []layers.Encoder {
	return append([]layers.Encoder{layers.GeoJSON()}, layers.Encoders()...)
}

func formatNames() string {
	var names []string
	for _, e := range encoders() {
		names = append(names, e.Name)
	}
	return strings.Join(names, ", ")
}

// encoder is the one named, or the one for the output's name.
func (o outputFlags) encoder() (layers.Encoder, error) {
	best := layers.Encoder{}
	for _, e := range encoders() {
		if e.Name == o.Format {
			return e, nil
		}
		if o.Format == "" && strings.HasSuffix(strings.ToLower(o.Output), e.Extension) && len(e.Extension) > len(best.Extension) {
			best = e
		}
	}
	switch {
	case o.Format == "" && o.Output == "":
		return layers.GeoJSON(), nil
	case best.Name == "":
		return best, fmt.Errorf("no format %q for %q; formats are %s", o.Format, o.Output, formatNames())
	}
	return best, nil
}

// write writes the document. A file is written beside its place and put there
// when it is whole, so that a stop on the way leaves no half of one.
func (o outputFlags) write(ctx context.Context, e layers.Encoder, d layers.Document) (err error) {
	if o.Output == "" {
		out := bufio.NewWriter(os.Stdout)
		if err := e.Encode(&progress{ctx: ctx, w: out, began: time.Now()}, d); err != nil {
			return err
		}
		return out.Flush()
	}
	f, err := os.CreateTemp(filepath.Dir(o.Output), ".layoutmap-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	out := bufio.NewWriter(f)
	if err := e.Encode(&progress{ctx: ctx, w: out, began: time.Now()}, d); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), o.Output); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "layoutmap: %d features in %s\n", len(d.Matches), o.Output)
	return nil
}

// progress passes bytes on, says on stderr every other second how many, and
// stops when the program is told to.
type progress struct {
	ctx         context.Context
	w           io.Writer
	began, last time.Time
	written     int64
}

const progressEvery = 2 * time.Second

func (p *progress) Write(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := p.w.Write(b)
	p.written += int64(n)
	if now := time.Now(); now.Sub(p.began) > progressEvery && now.Sub(p.last) > progressEvery {
		p.last = now
		fmt.Fprintf(os.Stderr, "layoutmap: %.1f MB written\n", float64(p.written)/1e6)
	}
	return n, err
}
