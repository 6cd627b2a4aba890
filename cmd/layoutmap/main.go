// Command layoutmap serves the spatial layout of a city plan as map, as data
// and as answers. Reading main tells what the program can do: one subcommand a field.
package main

import (
	"os"

	"github.com/alecthomas/kong"
)

// version is set by the build (-ldflags "-X main.version=…").
var version = "dev"

type program struct {
	Serve       serveCommand       `cmd:"" default:"withargs" help:"Serve the map, the data and the answers (the default)."`
	Layers      layersCommand      `cmd:"" help:"List the layers, or check a folder of them."`
	Query       queryCommand       `cmd:"" help:"Ask a layer as its items are asked, to a file or standard output in any format."`
	Convert     convertCommand     `cmd:"" help:"Turn a data file into another format or coordinate reference system."`
	Export      exportCommand      `cmd:"" help:"Write tiles to a PMTiles or MBTiles file."`
	Verify      verifyCommand      `cmd:"" help:"Check tiles, of a file or live, and print a certificate as JSON."`
	Coverage    coverageCommand    `cmd:"" help:"Ask which share of the people and jobs is within reach of the stations, now or changed."`
	Siting      sitingCommand      `cmd:"" help:"Ask for the best places for new stations."`
	Curve       curveCommand       `cmd:"" help:"Ask for the share against the radius."`
	Catchment   catchmentCommand   `cmd:"" help:"Draw the area that each station serves."`
	Sensitivity sensitivityCommand `cmd:"" help:"Say what moves the share most: stations, radii, kinds, horizons, spreading rules."`
	Surface     surfaceCommand     `cmd:"" help:"Spread totals by zone over a grid: a demand surface for --data, with a band."`
	OpenAPI     openapiCommand     `cmd:"" name:"openapi" help:"Print the OpenAPI document."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

func main() {
	var p program
	ctx := kong.Parse(&p,
		kong.Name("layoutmap"),
		kong.Description("Serves the spatial layout of a city plan as map, as data (OGC API, vector tiles) and as answers."),
		kong.Vars{"formats": formatNames()},
		kong.UsageOnError(),
	)
	if err := ctx.Run(); err != nil {
		ctx.Errorf("%v", err)
		os.Exit(1)
	}
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	_, err := os.Stdout.WriteString("layoutmap " + version + "\n")
	return err
}
