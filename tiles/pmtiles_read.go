package tiles

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"

	"github.com/klauspost/compress/gzip"
)

// ErrPMTiles is wrapped by every error about the content of a PMTiles file.
var ErrPMTiles = errors.New("not a PMTiles 3 archive of vector tiles in gzip")

// maxDirectory is the most bytes a directory or the metadata may unpack to.
const maxDirectory = 64 << 20

type pmTiles struct {
	file       *os.File
	root       []pmEntry
	leaf, data uint64 // where leaf directories and tiles start in the file
	about      TileJSON
}

func openPMTiles(path string) (Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p, err := readPMTiles(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	p.file = f
	return p, nil
}

// readPMTiles reads header, root directory and metadata.
func readPMTiles(r io.ReaderAt) (*pmTiles, error) {
	h := make([]byte, pmHeader)
	if _, err := r.ReadAt(h, 0); err != nil || string(h[:len(pmMagic)]) != pmMagic {
		return nil, fmt.Errorf("%w: the header is not there", ErrPMTiles)
	}
	if h[97] != pmGzip || h[98] != pmGzip || h[99] != pmMVT {
		return nil, fmt.Errorf("%w: compression %d and %d, tile type %d", ErrPMTiles, h[97], h[98], h[99])
	}
	u64 := func(at int) uint64 { return binary.LittleEndian.Uint64(h[at:]) }
	e7 := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(h[at:]))) / 1e7 }
	root, err := pmRead(r, u64(8), u64(16))
	if err != nil {
		return nil, err
	}
	p := &pmTiles{leaf: u64(40), data: u64(56)}
	if p.root, err = pmParse(root); err != nil {
		return nil, err
	}
	text, err := pmRead(r, u64(24), u64(32))
	if err != nil {
		return nil, err
	}
	var m metadata
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("%w: metadata: %w", ErrPMTiles, err)
	}
	p.about = m.tileJSON()
	p.about.MinZoom, p.about.MaxZoom = h[100], h[101]
	p.about.Bounds = [4]float64{e7(102), e7(106), e7(110), e7(114)}
	p.about.Center = [3]float64{e7(119), e7(123), float64(h[118])}
	return p, nil
}

// pmRead reads a section that is gzip.
func pmRead(r io.ReaderAt, offset, length uint64) ([]byte, error) {
	if length > maxDirectory || offset > 1<<62 {
		return nil, fmt.Errorf("%w: a section of %d bytes at %d", ErrPMTiles, length, offset)
	}
	zr, err := gzip.NewReader(io.NewSectionReader(r, int64(offset), int64(length)))
	if err != nil {
		return nil, fmt.Errorf("%w: section at %d: %w", ErrPMTiles, offset, err)
	}
	out, err := io.ReadAll(io.LimitReader(zr, maxDirectory+1))
	if err != nil || len(out) > maxDirectory {
		return nil, fmt.Errorf("%w: section at %d: %d bytes, %w", ErrPMTiles, offset, len(out), err)
	}
	return out, nil
}

// pmParse decodes a directory.
func pmParse(b []byte) ([]pmEntry, error) {
	cut := fmt.Errorf("%w: a directory is cut off", ErrPMTiles)
	next := func() (uint64, bool) {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return 0, false
		}
		b = b[n:]
		return v, true
	}
	n, ok := next()
	if !ok || n > uint64(len(b))/4 { // four numbers each
		return nil, cut
	}
	entries := make([]pmEntry, n)
	id := uint64(0)
	for i := range entries {
		v, ok := next()
		if !ok {
			return nil, cut
		}
		id += v
		entries[i].id = id
	}
	for i := range entries {
		v, ok := next()
		if !ok {
			return nil, cut
		}
		entries[i].run = uint32(v)
	}
	for i := range entries {
		v, ok := next()
		if !ok {
			return nil, cut
		}
		entries[i].length = uint32(v)
	}
	for i := range entries {
		switch v, ok := next(); {
		case !ok || v == 0 && i == 0:
			return nil, cut
		case v == 0:
			entries[i].offset = entries[i-1].offset + uint64(entries[i-1].length)
		default:
			entries[i].offset = v - 1
		}
	}
	return entries, nil
}

// Tile looks the tile up, through leaf directories where there are some.
func (p *pmTiles) Tile(_ context.Context, c Coord) ([]byte, error) {
	id, entries := pmID(c), p.root
	for range 4 { // the format's own limit of levels
		i := sort.Search(len(entries), func(i int) bool { return entries[i].id > id }) - 1
		if i < 0 {
			return nil, nil
		}
		e := entries[i]
		if e.run > 0 {
			if id-e.id >= uint64(e.run) {
				return nil, nil
			}
			data := make([]byte, e.length)
			if _, err := p.file.ReadAt(data, int64(p.data+e.offset)); err != nil {
				return nil, fmt.Errorf("%w: tile %v: %w", ErrPMTiles, c, err)
			}
			return data, nil
		}
		dir, err := pmRead(p.file, p.leaf+e.offset, uint64(e.length))
		if err != nil {
			return nil, err
		}
		if entries, err = pmParse(dir); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: directories lie more than four deep", ErrPMTiles)
}

func (p *pmTiles) About() TileJSON { return p.about }

func (p *pmTiles) Close() error { return p.file.Close() }
