package layers

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// OGC GeoPackage 1.3 (12-128r17): the tables a file must have, and those of the
// extensions for a spatial index and for metadata.
const gpkgTables = `
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id), CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
INSERT INTO gpkg_extensions VALUES
 ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'),
 ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');
`

// gpkgTriggers keep the index right when others edit the file (annex F.3).
// T stands for the table, C for the geometry column.
const gpkgTriggers = `
CREATE TRIGGER "rtree_T_C_insert" AFTER INSERT ON "T" WHEN (new."C" NOT NULL AND NOT ST_IsEmpty(NEW."C")) BEGIN INSERT OR REPLACE INTO "rtree_T_C" VALUES (NEW.fid, ST_MinX(NEW."C"), ST_MaxX(NEW."C"), ST_MinY(NEW."C"), ST_MaxY(NEW."C")); END;
CREATE TRIGGER "rtree_T_C_update1" AFTER UPDATE OF "C" ON "T" WHEN OLD.fid = NEW.fid AND (NEW."C" NOTNULL AND NOT ST_IsEmpty(NEW."C")) BEGIN INSERT OR REPLACE INTO "rtree_T_C" VALUES (NEW.fid, ST_MinX(NEW."C"), ST_MaxX(NEW."C"), ST_MinY(NEW."C"), ST_MaxY(NEW."C")); END;
CREATE TRIGGER "rtree_T_C_update2" AFTER UPDATE OF "C" ON "T" WHEN OLD.fid = NEW.fid AND (NEW."C" ISNULL OR ST_IsEmpty(NEW."C")) BEGIN DELETE FROM "rtree_T_C" WHERE id = OLD.fid; END;
CREATE TRIGGER "rtree_T_C_update3" AFTER UPDATE ON "T" WHEN OLD.fid != NEW.fid AND (NEW."C" NOTNULL AND NOT ST_IsEmpty(NEW."C")) BEGIN DELETE FROM "rtree_T_C" WHERE id = OLD.fid; INSERT OR REPLACE INTO "rtree_T_C" VALUES (NEW.fid, ST_MinX(NEW."C"), ST_MaxX(NEW."C"), ST_MinY(NEW."C"), ST_MaxY(NEW."C")); END;
CREATE TRIGGER "rtree_T_C_update4" AFTER UPDATE ON "T" WHEN OLD.fid != NEW.fid AND (NEW."C" ISNULL OR ST_IsEmpty(NEW."C")) BEGIN DELETE FROM "rtree_T_C" WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER "rtree_T_C_delete" AFTER DELETE ON "T" WHEN old."C" NOT NULL BEGIN DELETE FROM "rtree_T_C" WHERE id = OLD.fid; END;
`

// encodeGPKG writes a GeoPackage with one feature table named by the layer, a
// spatial index, and the provenance in gpkg_contents and gpkg_metadata. SQLite
// needs a file: it is made in the temporary folder, copied, and removed.
func encodeGPKG(w io.Writer, d *Document) (err error) {
	dir, err := os.MkdirTemp("", "layoutmap-gpkg-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "layer.gpkg")
	if err := writeGPKG(path, d); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

func writeGPKG(path string, d *Document) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // pragmas and the transaction belong to one connection
	if _, err := db.Exec(gpkgTables); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	if err := fillGPKG(tx, d); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return db.Close()
}

func fillGPKG(tx *sql.Tx, d *Document) error {
	const geomColumn = "geom"
	table, fields := d.Layer.ID, d.fields()
	names := uniqueNames(fields, 0, "fid", geomColumn)
	srs, changed := d.CRS.SRID(), d.changed()+"T00:00:00.000Z"
	if err := gpkgSystem(tx, d.CRS); err != nil {
		return err
	}
	var box [4]any
	if b := d.bound(); !b.IsEmpty() {
		box = [4]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	provenance, err := d.provenanceJSON()
	if err != nil {
		return err
	}
	kind := strings.ToUpper(geometryNumbers[d.geometryNumber()])
	columns := []string{"fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", geomColumn + " " + kind}
	marks := []string{"?", "?"}
	for i, f := range fields {
		columns = append(columns, quoteSQL(names[i])+" "+gpkgType(f.Type))
		marks = append(marks, "?")
	}
	index := "rtree_" + table + "_" + geomColumn
	for _, q := range []struct {
		text string
		args []any
	}{
		{"INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)", []any{table, d.Layer.Title.ZH + " · " + d.Layer.Title.EN, d.about(), changed, box[0], box[1], box[2], box[3], srs}},
		{"INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", []any{table, geomColumn, kind, srs}},
		{"INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')", []any{table, geomColumn}},
		{"INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'https://www.rfc-editor.org/rfc/rfc8259', 'application/json', ?)", []any{string(provenance)}},
		{"INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, 1, NULL)", []any{table, changed}},
		{"CREATE TABLE " + quoteSQL(table) + " (" + strings.Join(columns, ", ") + ")", nil},
		{"CREATE VIRTUAL TABLE " + quoteSQL(index) + " USING rtree(id, minx, maxx, miny, maxy)", nil},
	} {
		if _, err := tx.Exec(q.text, q.args...); err != nil {
			return fmt.Errorf("%.40s: %w", q.text, err)
		}
	}
	feature, err := tx.Prepare("INSERT INTO " + quoteSQL(table) + " VALUES (" + strings.Join(marks, ", ") + ")")
	if err != nil {
		return err
	}
	defer feature.Close()
	place, err := tx.Prepare("INSERT INTO " + quoteSQL(index) + " VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer place.Close()
	args := make([]any, len(fields)+2)
	for i, m := range d.Matches {
		args[0], args[1] = i+1, nil
		if g := d.geometry(m); g != nil {
			blob, err := gpkgGeometry(g, srs)
			if err != nil {
				return err
			}
			args[1] = blob
			b := g.Bound()
			if _, err := place.Exec(i+1, b.Min[0], b.Max[0], b.Min[1], b.Max[1]); err != nil {
				return err
			}
		}
		for j := range fields {
			v := fields[j].value(m)
			switch v.(type) {
			case []string, [2]float64:
				v = string(appendValue(nil, v))
			}
			args[j+2] = v
		}
		if _, err := feature.Exec(args...); err != nil {
			return err
		}
	}
	_, err = tx.Exec(strings.NewReplacer("rtree_T_C", index, `"T"`, quoteSQL(table), `"C"`, quoteSQL(geomColumn)).Replace(gpkgTriggers))
	return err
}

// gpkgSystem adds WGS 84, which every file must define, and the document's own system.
func gpkgSystem(tx *sql.Tx, c crs.CRS) error {
	for _, s := range []crs.CRS{crs.CRS84(), c} {
		name := s.Name()
		if s.SRID() == crs.CRS84().SRID() {
			name = "WGS 84 geodetic"
		}
		if _, err := tx.Exec("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, ?)", name, s.SRID(), s.SRID(), wktOf(s), s.Name()); err != nil {
			return err
		}
	}
	return nil
}

func gpkgType(t Type) string {
	switch t {
	case Integer:
		return "INTEGER"
	case Number:
		return "DOUBLE"
	case Boolean:
		return "BOOLEAN"
	}
	return "TEXT"
}

// gpkgGeometry is the GeoPackage binary: a header with the box (but for
// points, which are their own), then well-known binary.
func gpkgGeometry(g orb.Geometry, srs int) ([]byte, error) {
	_, point := g.(orb.Point)
	flags := byte(1) // little-endian
	if !point {
		flags |= 1 << 1 // envelope minx, maxx, miny, maxy
	}
	out := binary.LittleEndian.AppendUint32([]byte{'G', 'P', 0, flags}, uint32(int32(srs)))
	if !point {
		b := g.Bound()
		for _, v := range []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	return appendWKB(out, g)
}

func quoteSQL(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
