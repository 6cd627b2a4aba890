package tiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/klauspost/compress/gzip"
)

// PMTiles version 3, https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md.
const (
	pmHeader      = 127    // bytes
	pmRoot        = 16_384 // bytes that header and root directory have together
	pmLeafEntries = 4096   // entries of a leaf directory
	pmGzip        = 2      // compression
	pmMVT         = 1      // tile type
)

// pmMagic starts every file: the name and the version.
const pmMagic = "PMTiles\x03"

// pmEntry is an entry of a directory: run tiles from id on have the bytes at
// offset; run 0 is a leaf directory.
type pmEntry struct {
	id, offset  uint64
	length, run uint32
}

// pmID is a tile's place in the order of the format: all tiles of the zoom levels
// above, then the Hilbert curve of its own.
func pmID(c Coord) uint64 {
	x, y := uint64(c.X), uint64(c.Y)
	id := (uint64(1)<<(2*c.Z) - 1) / 3
	for s := uint64(1) << c.Z >> 1; s > 0; s >>= 1 {
		var rx, ry uint64
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		id += s * s * (3*rx ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x&(s-1), s-1-y&(s-1)
			}
			x, y = y, x
		}
		x, y = x&(s-1), y&(s-1)
	}
	return id
}

// pmWriter writes a PMTiles archive: header and root directory in the
// first 16 KiB, then the tiles in their order, each different content once,
// then metadata and leaf directories. Tiles come by ascending pmID.
type pmWriter struct {
	w       io.WriteSeeker
	entries []pmEntry
	seen    map[[16]byte]pmEntry // where a content stands
	offset  uint64               // of the next tile, from the first
	tiles   uint64
	about   TileJSON
}

// newPMWriter starts an archive at the beginning of w.
func newPMWriter(w io.WriteSeeker, about TileJSON) (*pmWriter, error) {
	if _, err := w.Write(make([]byte, pmRoot)); err != nil {
		return nil, err
	}
	return &pmWriter{w: w, seen: map[[16]byte]pmEntry{}, about: about}, nil
}

// Add appends a tile, gzip. Empty tiles are not for archives.
func (p *pmWriter) Add(c Coord, data []byte) error {
	id := pmID(c)
	n := len(p.entries)
	if n > 0 && id < p.entries[n-1].id+uint64(p.entries[n-1].run) {
		return fmt.Errorf("pmtiles: %v comes too late, tiles are written in order", c)
	}
	p.tiles++
	sum := sha256.Sum256(data)
	at, ok := p.seen[[16]byte(sum[:16])]
	if !ok {
		at = pmEntry{offset: p.offset, length: uint32(len(data))}
		if _, err := p.w.Write(data); err != nil {
			return fmt.Errorf("pmtiles: write %v: %w", c, err)
		}
		p.offset += uint64(len(data))
		p.seen[[16]byte(sum[:16])] = at
	}
	if n > 0 {
		if last := &p.entries[n-1]; last.offset == at.offset && last.id+uint64(last.run) == id {
			last.run++
			return nil
		}
	}
	p.entries = append(p.entries, pmEntry{id: id, offset: at.offset, length: at.length, run: 1})
	return nil
}

// Close writes metadata, directories and header. It does not close w.
func (p *pmWriter) Close(dropped []ZoomDropped) error {
	p.about.Dropped = dropped
	metadata, err := json.Marshal(metadataOf(p.about))
	if err != nil {
		return err
	}
	if metadata, err = zip(metadata); err != nil {
		return err
	}
	root, leaves, err := pmDirectories(p.entries)
	if err != nil {
		return err
	}
	if _, err := p.w.Write(append(bytes.Clone(metadata), leaves...)); err != nil {
		return err
	}
	if _, err := p.w.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := []byte(pmMagic)
	u64 := func(v uint64) { h = binary.LittleEndian.AppendUint64(h, v) }
	u64(pmHeader)
	u64(uint64(len(root)))
	u64(pmRoot + p.offset)
	u64(uint64(len(metadata)))
	u64(pmRoot + p.offset + uint64(len(metadata)))
	u64(uint64(len(leaves)))
	u64(pmRoot)
	u64(p.offset)
	u64(p.tiles)
	u64(uint64(len(p.entries)))
	u64(uint64(len(p.seen)))
	h = append(h, 1, pmGzip, pmGzip, pmMVT, p.about.MinZoom, p.about.MaxZoom) // 1: tiles are in order
	e7 := func(degrees float64) { h = binary.LittleEndian.AppendUint32(h, uint32(int32(math.Round(degrees*1e7)))) }
	for _, v := range p.about.Bounds {
		e7(v)
	}
	h = append(h, uint8(p.about.Center[2]))
	e7(p.about.Center[0])
	e7(p.about.Center[1])
	_, err = p.w.Write(append(h, root...))
	return err
}

// pmDirectories writes the entries as one directory, or as leaves and a root of them.
func pmDirectories(entries []pmEntry) (root, leaves []byte, err error) {
	for size := pmLeafEntries; ; size *= 2 {
		if root, err = pmDirectory(entries); err != nil || len(root) <= pmRoot-pmHeader && leaves == nil {
			return root, leaves, err
		}
		leaves = []byte{}
		var tops []pmEntry
		for lo := 0; lo < len(entries); lo += size {
			leaf, err := pmDirectory(entries[lo:min(lo+size, len(entries))])
			if err != nil {
				return nil, nil, err
			}
			tops = append(tops, pmEntry{id: entries[lo].id, offset: uint64(len(leaves)), length: uint32(len(leaf))})
			leaves = append(leaves, leaf...)
		}
		if root, err = pmDirectory(tops); err != nil || len(root) <= pmRoot-pmHeader {
			return root, leaves, err
		}
	}
}

// pmDirectory encodes a directory: column by column, gzip.
func pmDirectory(entries []pmEntry) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			b = append(b, 0)
		} else {
			b = binary.AppendUvarint(b, e.offset+1)
		}
	}
	return zip(b)
}

// zip is gzip as Renderer makes it: no time, no name.
func zip(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzipLevel)
	if err != nil {
		return nil, err
	}
	w.ModTime = time.Unix(0, 0)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
