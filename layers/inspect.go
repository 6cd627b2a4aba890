package layers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
)

// Inspection is what became of one folder or bare file of a source.
type Inspection struct {
	Name   string   // of the folder or file
	Layers []*Layer // nil where Err says what is wrong, and where
	Notes  []string // what was guessed
	Err    error
}

// Inspect opens everything that Open would take of a source, and unlike Open
// does not stop at the first fault.
func Inspect(src fs.FS) ([]Inspection, error) {
	folders, err := listFolders(src)
	if err != nil {
		return nil, err
	}
	out := make([]Inspection, len(folders))
	for i := range folders {
		folders[i].open()
		out[i] = Inspection{folders[i].name, folders[i].layers, folders[i].notes, folders[i].err}
	}
	return out, nil
}

// File is a data file opened by itself.
type File struct {
	*Layer
	Columns []int    // of Layer.Columns: those that the file has, not those every layer has
	Notes   []string // what was guessed
}

// OpenFile opens one data file without a layer.yaml. A file with several
// tables needs the name of one.
func OpenFile(src fs.FS, name, table string) (File, error) {
	reader, ok := bareReader(name)
	if !ok {
		return File{}, fmt.Errorf("%s: %q is no format that is read", name, path.Ext(name))
	}
	data, err := readLimited(src, name)
	if err != nil {
		return File{}, err
	}
	if reader.tables != nil && table == "" {
		names, err := reader.tables(data)
		if err != nil {
			return File{}, fmt.Errorf("%s: %w", name, err)
		}
		if len(names) == 1 {
			table = names[0]
		}
	}
	f, err := openBareTable(reader, dataFile{fsys: src, path: name, data: data, table: table}, titleOfFile(name, table))
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// Read makes a layer of data that are in no file, such as the body of a
// request: GeoJSON or CSV, as the ending of m.Data says. The caller states the
// rest of m; schema and geometry are those of the data. A column whose values
// do not fit a common property of its name is called file_<name>.
func Read(m Meta, data []byte) (*Layer, error) {
	reader, ok := bareReader(m.Data)
	if !ok || reader.tables != nil {
		return nil, fmt.Errorf("%q is no format that is read from memory", path.Ext(m.Data))
	}
	t, err := reader.open(dataFile{path: m.Data, data: data, table: m.Table, system: m.CRS})
	if err != nil {
		return nil, err
	}
	if _, err := t.adapt(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(m.ID+"\n"), data...))
	return t.layer(m, hex.EncodeToString(sum[:12]))
}
