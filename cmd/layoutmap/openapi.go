package main

import (
	"io"
	"log/slog"
	"os"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers/plan"
)

// openapiCommand prints the OpenAPI document, as /api serves it.
type openapiCommand struct {
	Data []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own, as for serve. May be repeated."`
	Base string   `default:"http://localhost:8080" help:"Address of the server that the document names."`
}

// Run prints it.
func (c openapiCommand) Run() error {
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return err
	}
	text, err := plan.Load()
	if err != nil {
		return err
	}
	s, err := api.New(api.Options{Catalog: catalog, Plan: &text, Version: version, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(s.OpenAPI(c.Base))
	return err
}
