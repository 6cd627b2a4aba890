package tiles

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite", pure Go
)

// MBTiles 1.3, https://github.com/mapbox/mbtiles-spec. Rows count from the south.

// mbWriter writes an MBTiles file in one transaction.
type mbWriter struct {
	db     *sql.DB
	tx     *sql.Tx
	insert *sql.Stmt
	about  TileJSON
}

func newMBWriter(path string, about TileJSON) (*mbWriter, error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=journal_mode(off)&_pragma=synchronous(off)")
	if err != nil {
		return nil, err
	}
	w := &mbWriter{db: db, about: about}
	if err := w.start(); err != nil {
		db.Close()
		return nil, err
	}
	return w, nil
}

func (w *mbWriter) start() (err error) {
	if w.tx, err = w.db.Begin(); err != nil {
		return err
	}
	for _, q := range []string{
		"PRAGMA application_id = 0x4d504258", // "MPBX", as the specification wants
		"CREATE TABLE metadata (name text, value text)",
		"CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)",
		"CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)",
	} {
		if _, err := w.tx.Exec(q); err != nil {
			return err
		}
	}
	w.insert, err = w.tx.Prepare("INSERT INTO tiles VALUES (?, ?, ?, ?)")
	return err
}

// Add appends a tile, gzip.
func (w *mbWriter) Add(c Coord, data []byte) error {
	_, err := w.insert.Exec(c.Z, c.X, uint32(1)<<c.Z-1-c.Y, data)
	return err
}

// Close writes the metadata, ends the transaction and closes the file.
func (w *mbWriter) Close(dropped []ZoomDropped) error {
	w.about.Dropped = dropped
	return errors.Join(w.describe(), w.tx.Commit(), w.db.Close())
}

// describe fills the table of metadata.
func (w *mbWriter) describe() error {
	about := &w.about
	layers, err := json.Marshal(struct {
		VectorLayers []VectorLayer `json:"vector_layers"`
		Dropped      []ZoomDropped `json:"dropped,omitempty"`
	}{about.VectorLayers, about.Dropped})
	if err != nil {
		return err
	}
	numbers := func(v ...float64) string {
		var text []string
		for _, f := range v {
			text = append(text, strconv.FormatFloat(f, 'f', -1, 64))
		}
		return strings.Join(text, ",")
	}
	for _, m := range [][2]string{
		{"name", about.Name}, {"format", "pbf"}, {"bounds", numbers(about.Bounds[:]...)}, {"center", numbers(about.Center[:]...)},
		{"minzoom", strconv.Itoa(int(about.MinZoom))}, {"maxzoom", strconv.Itoa(int(about.MaxZoom))},
		{"attribution", about.Attribution}, {"description", about.Description}, {"type", "overlay"}, {"json", string(layers)},
	} {
		if _, err := w.tx.Exec("INSERT INTO metadata VALUES (?, ?)", m[0], m[1]); err != nil {
			return err
		}
	}
	return nil
}

type mbTiles struct {
	db    *sql.DB
	get   *sql.Stmt
	about TileJSON
}

func openMBTiles(path string) (Archive, error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro")
	if err != nil {
		return nil, err
	}
	m := &mbTiles{db: db}
	if err := m.read(); err != nil {
		db.Close()
		return nil, err
	}
	return m, nil
}

// read reads the metadata.
func (m *mbTiles) read() error {
	rows, err := m.db.Query("SELECT name, value FROM metadata")
	if err != nil {
		return err
	}
	defer rows.Close()
	text := map[string]string{}
	for rows.Next() {
		var name, value sql.NullString
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		text[name.String] = value.String
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if f := text["format"]; f != "pbf" {
		return fmt.Errorf("the format of the tiles is %q, want pbf", f)
	}
	var about metadata
	if j := text["json"]; j != "" {
		if err := json.Unmarshal([]byte(j), &about); err != nil {
			return fmt.Errorf("metadata json: %w", err)
		}
	}
	about.Name, about.Description, about.Attribution = text["name"], text["description"], text["attribution"]
	m.about = about.tileJSON()
	m.about.Bounds = [4]float64{-180, -85.05112877980659, 180, 85.05112877980659}
	parseNumbers(text["bounds"], m.about.Bounds[:])
	parseNumbers(text["center"], m.about.Center[:])
	for name, z := range map[string]*uint8{"minzoom": &m.about.MinZoom, "maxzoom": &m.about.MaxZoom} {
		v, err := strconv.ParseUint(text[name], 10, 8)
		if err != nil || v > MaxZoom {
			return fmt.Errorf("metadata %s is %q", name, text[name])
		}
		*z = uint8(v)
	}
	m.get, err = m.db.Prepare("SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?")
	return err
}

// parseNumbers fills out from a comma list of as many numbers, or leaves it.
func parseNumbers(text string, out []float64) {
	parts := strings.Split(text, ",")
	if len(parts) != len(out) {
		return
	}
	values := make([]float64, len(out))
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || v-v != 0 {
			return
		}
		values[i] = v
	}
	copy(out, values)
}

// Tile reads a tile. One that is not compressed in the file is compressed here.
func (m *mbTiles) Tile(ctx context.Context, c Coord) ([]byte, error) {
	if c.Z > MaxZoom {
		return nil, nil
	}
	var data []byte
	err := m.get.QueryRowContext(ctx, c.Z, c.X, uint32(1)<<c.Z-1-c.Y).Scan(&data)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("mbtiles: tile %v: %w", c, err)
	case !isGzip(data):
		return zip(data)
	}
	return data, nil
}

func (m *mbTiles) About() TileJSON { return m.about }

func (m *mbTiles) Close() error { return errors.Join(m.get.Close(), m.db.Close()) }
