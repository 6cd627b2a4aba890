package tiles

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// An Archive is a file of finished WebMercatorQuad tiles. Safe for concurrent use.
type Archive interface {
	// Tile gives the tile's bytes as the file holds them, gzip; nil where it has none.
	Tile(context.Context, Coord) ([]byte, error)
	// About describes the tiles; its Tiles are left empty.
	About() TileJSON
	io.Closer
}

// OpenArchive opens a .pmtiles or .mbtiles file with vector tiles in gzip.
func OpenArchive(path string) (Archive, error) {
	var a Archive
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".pmtiles":
		a, err = openPMTiles(path)
	case ".mbtiles":
		a, err = openMBTiles(path)
	default:
		err = fmt.Errorf("want a .pmtiles or .mbtiles file")
	}
	if err != nil {
		return nil, fmt.Errorf("open tiles %s: %w", path, err)
	}
	return a, nil
}

// ArchiveTile reads a tile of an archive the way Renderer gives one: gzip, with
// a strong tag of its content; one that the archive does not have is empty.
// How many features it dropped is not known.
func ArchiveTile(ctx context.Context, a Archive, c Coord) (Tile, error) {
	data, err := a.Tile(ctx, c)
	if err != nil {
		return Tile{}, err
	}
	if data == nil {
		if data, err = zip(nil); err != nil {
			return Tile{}, err
		}
	}
	raw, err := gunzip(data)
	if err != nil {
		return Tile{}, fmt.Errorf("tile %v: %w", c, err)
	}
	return Tile{Data: data, Raw: len(raw), ETag: etag(raw)}, nil
}

// metadata is what archives say about their tiles in JSON.
type metadata struct {
	Name         string        `json:"name,omitempty"`
	Description  string        `json:"description,omitempty"`
	Attribution  string        `json:"attribution,omitempty"`
	Type         string        `json:"type,omitempty"`
	VectorLayers []VectorLayer `json:"vector_layers"`
	Dropped      []ZoomDropped `json:"dropped,omitempty"`
}

func metadataOf(t TileJSON) metadata {
	return metadata{t.Name, t.Description, t.Attribution, "overlay", t.VectorLayers, t.Dropped}
}

func (m metadata) tileJSON() TileJSON {
	return TileJSON{
		TileJSON: "3.0.0", Scheme: "xyz", Name: m.Name, Description: m.Description,
		Attribution: m.Attribution, VectorLayers: append([]VectorLayer{}, m.VectorLayers...), Dropped: m.Dropped,
	}
}

// isGzip tells whether bytes start as gzip does (RFC 1952 §2.3.1).
func isGzip(b []byte) bool { return bytes.HasPrefix(b, []byte{0x1f, 0x8b}) }

// replaceFile lets write fill a new file beside path and puts it in path's
// place when all of it is on disk: whoever opens path finds the old file whole
// or the new one whole. The file's own errors leave path as it was.
func replaceFile(path string, write func(f *os.File) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err = write(f); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
