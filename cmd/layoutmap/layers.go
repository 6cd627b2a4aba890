package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"text/tabwriter"

	"layoutmap/layers"
)

// layersCommand lists what is served, or checks a folder before it is.
type layersCommand struct {
	Data  []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own, as for serve. May be repeated."`
	Check string   `type:"existingdir" placeholder:"DIR" help:"Open everything in this folder and say of each layer what is wrong and where; ends with 1 where something is."`
}

// Run lists or checks.
func (c layersCommand) Run() error {
	if c.Check != "" {
		return checkLayers(os.Stdout, os.DirFS(c.Check), c.Check)
	}
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return err
	}
	return listLayers(os.Stdout, catalog.Layers())
}

// openCatalog opens the built-in layers and those of the folders, and tells on
// stderr what was guessed.
func openCatalog(dirs []string) (*layers.Catalog, error) {
	sources := []fs.FS{layers.BuiltIn()}
	for _, dir := range dirs {
		sources = append(sources, os.DirFS(dir))
	}
	catalog, err := layers.Open(sources...)
	if err != nil {
		return nil, err
	}
	tell(catalog.Notes())
	return catalog, nil
}

func tell(notes []string) {
	for _, n := range notes {
		fmt.Fprintln(os.Stderr, "layoutmap:", n)
	}
}

func listLayers(w io.Writer, all []*layers.Layer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "id\tfeatures\tgeometry\tmethod\taccuracy\ttitle")
	for _, l := range all {
		accuracy := "not stated"
		if a := l.Provenance.AccuracyM; a != nil {
			accuracy = strconv.FormatFloat(*a, 'f', -1, 64) + " m"
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%s · %s\n", l.ID, l.Len(), l.Geometry, l.Provenance.Method, accuracy, l.Title.ZH, l.Title.EN)
	}
	return t.Flush()
}

// checkLayers opens each layer by itself, so that all faults are told at once.
func checkLayers(w io.Writer, dir fs.FS, name string) error {
	found, err := layers.Inspect(dir)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("%s: no layer is here: want folders with a layer.yaml, or data files", name)
	}
	faults := 0
	for _, f := range found {
		if f.Err != nil {
			faults++
			fmt.Fprintf(w, "FAULT  %v\n", f.Err)
			continue
		}
		for _, l := range f.Layers {
			fmt.Fprintf(w, "ok     %s: layer %s, %d features\n", f.Name, l.ID, l.Len())
		}
		for _, n := range f.Notes {
			fmt.Fprintf(w, "note   %s\n", n)
		}
	}
	if faults > 0 {
		return errors.New(strconv.Itoa(faults) + " of " + strconv.Itoa(len(found)) + " cannot be served")
	}
	return nil
}
