package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers/plan"
)

// analysisFlags are what the analyses have in common: the inputs of the
// process of the same name, and where its answer goes.
type analysisFlags struct {
	Inputs []string `arg:"" optional:"" placeholder:"name=value" help:"The inputs that /processes describes: horizon=now radius=800 area=subcentre kinds=metro,suburban add='[{\"at\":[116.7,39.9]}]'. name=@FILE takes the value from a GeoJSON, JSON or CSV file."`
	Data   []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own, as for serve. May be repeated."`
	Output string   `short:"o" placeholder:"FILE" help:"File to write; standard output without it."`
	Format string   `short:"f" help:"Format: json, geojson, csv, md or html. Without it, by the file's name; md on standard output."`
}

// coverageCommand asks which share of the demand is within reach of the sites.
type coverageCommand struct{ analysisFlags }

// sitingCommand asks for the best places for new sites.
type sitingCommand struct{ analysisFlags }

// curveCommand asks for the share against the radius.
type curveCommand struct{ analysisFlags }

// catchmentCommand asks for the area that each site serves.
type catchmentCommand struct{ analysisFlags }

// sensitivityCommand asks what moves the answer most.
type sensitivityCommand struct{ analysisFlags }

// Run asks and writes.
func (c coverageCommand) Run() error { return c.run("coverage") }

// Run asks and writes.
func (c sitingCommand) Run() error { return c.run("siting") }

// Run asks and writes.
func (c curveCommand) Run() error { return c.run("curve") }

// Run asks and writes.
func (c catchmentCommand) Run() error { return c.run("catchment") }

// Run asks and writes.
func (c sensitivityCommand) Run() error { return c.run("sensitivity") }

func (c analysisFlags) run(process string) error {
	format, err := c.format()
	if err != nil {
		return err
	}
	params, err := c.params()
	if err != nil {
		return err
	}
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return err
	}
	text, err := plan.Load()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	bar := progressBar{name: process}
	answer, err := api.Analyse(ctx, catalog, &text, process, params, format, bar.tell)
	bar.end()
	if err != nil {
		return err
	}
	if c.Output == "" {
		_, err := os.Stdout.Write(answer)
		return err
	}
	return writeWhole(c.Output, answer)
}

// format is the one named, or the one of the output's name.
func (c analysisFlags) format() (string, error) {
	format := c.Format
	if format == "" && c.Output != "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Output)), ".")
	}
	if format == "" {
		format = "md"
	}
	if !slices.Contains(api.AnalysisFormats(), format) {
		return "", fmt.Errorf("no format %q for %q; formats are %s", c.Format, c.Output, strings.Join(api.AnalysisFormats(), ", "))
	}
	return format, nil
}

// maxInputFile bounds a file that an input is taken from, bytes.
const maxInputFile = 256 << 20

func (c analysisFlags) params() (url.Values, error) {
	params := url.Values{}
	for _, p := range c.Inputs {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not name=value", p)
		}
		if params.Has(name) {
			return nil, fmt.Errorf("%s is given twice", name)
		}
		if file, ok := strings.CutPrefix(value, "@"); ok {
			info, err := os.Stat(file)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if info.Size() > maxInputFile {
				return nil, fmt.Errorf("%s: %s has %d bytes; at most %d are read", name, file, info.Size(), maxInputFile)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			value = strings.TrimPrefix(string(data), "\ufeff")
		}
		params.Set(name, value)
	}
	return params, nil
}

// writeWhole writes a file beside its place and puts it there when it is whole.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".layoutmap-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
