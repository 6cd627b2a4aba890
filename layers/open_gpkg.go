package layers

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// openGPKG reads a feature table of a GeoPackage. The file is read as bytes and
// opened in memory, so that nothing is written beside it; only plain tables are
// read, never views or virtual tables, whose SQL a file could abuse.
func openGPKG(f dataFile) (*table, error) {
	names, err := gpkgFeatureTables(f.data)
	if err != nil {
		return nil, err
	}
	name := f.table
	switch {
	case name == "" && len(names) == 1:
		name = names[0]
	case name == "":
		return nil, fmt.Errorf("the file has the feature tables %s: name one with table:", strings.Join(names, ", "))
	case !slices.Contains(names, name):
		return nil, fmt.Errorf("the file has no feature table %q; it has %s", name, strings.Join(names, ", "))
	}
	t := &table{}
	var geometry, key string
	var fields []string
	err = withSQLite(f.data, func(db *sql.Conn) error {
		ctx := context.Background()
		var kind, definition string
		if err := db.QueryRowContext(ctx, "SELECT coalesce(sql, '') FROM sqlite_master WHERE type = 'table' AND name = ?", name).Scan(&definition); err != nil {
			return fmt.Errorf("table %s: %w", name, noRows(err, "is no plain table"))
		}
		if strings.HasPrefix(strings.ToUpper(strings.Join(strings.Fields(definition), " ")), "CREATE VIRTUAL") {
			return fmt.Errorf("table %s is virtual; only plain tables are read", name)
		}
		var srs int
		if err := db.QueryRowContext(ctx, "SELECT column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", name).Scan(&geometry, &kind, &srs); err != nil {
			return fmt.Errorf("gpkg_geometry_columns: %w", noRows(err, "does not list "+name))
		}
		if t.crs, err = f.fileCRS(func() (crs.CRS, error) { return gpkgCRS(ctx, db, srs) }); err != nil {
			return err
		}
		rows, err := db.QueryContext(ctx, "SELECT name, type, pk FROM pragma_table_info(?)", name)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var column_, kind string
			var pk int
			if err := rows.Scan(&column_, &kind, &pk); err != nil {
				return err
			}
			k, ok := gpkgKind(kind)
			switch {
			case pk > 0 && key == "" && k == Integer:
				key = column_
			case column_ != geometry && ok:
				t.columns = append(t.columns, column{column_, k})
				fields = append(fields, quoteSQL(column_))
			}
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	if key == "" {
		key = "rowid"
	}
	query := "SELECT " + strings.Join(append([]string{quoteSQL(key), quoteSQL(geometry)}, fields...), ", ") + " FROM " + quoteSQL(name) + " ORDER BY " + quoteSQL(key)
	t.each = func(yield func(record) error) error {
		return withSQLite(f.data, func(db *sql.Conn) error { return eachGPKG(db, query, len(fields), yield) })
	}
	return t, nil
}

func eachGPKG(db *sql.Conn, query string, fields int, yield func(record) error) error {
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		return err
	}
	defer rows.Close()
	values := make([]any, fields+2)
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		r := record{id: formatText(values[0]), values: values[2:]}
		if blob, ok := values[1].([]byte); ok {
			if r.geometry, err = parseGPKGGeometry(blob); err != nil {
				return fmt.Errorf("%s: %w", r.id, err)
			}
		}
		for i, v := range r.values {
			if b, ok := v.([]byte); ok {
				r.values[i] = string(b)
			}
		}
		if err := yield(r); err != nil {
			return err
		}
	}
	return rows.Err()
}

// gpkgFeatureTables names the feature tables in the order of the file.
func gpkgFeatureTables(data []byte) ([]string, error) {
	var names []string
	err := withSQLite(data, func(db *sql.Conn) error {
		rows, err := db.QueryContext(context.Background(), "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY rowid")
		if err != nil {
			return fmt.Errorf("not a GeoPackage: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			names = append(names, name)
		}
		return rows.Err()
	})
	if err == nil && len(names) == 0 {
		err = errors.New("the GeoPackage has no feature table")
	}
	return names, err
}

// withSQLite opens a database file's bytes in memory, read-only and with its
// schema not trusted, for as long as use runs.
func withSQLite(data []byte, use func(*sql.Conn) error) error {
	const journalModes = 18 // bytes 18 and 19 of a database file: 2 is WAL, whose side file is not here
	if len(data) < 100 || string(data[:16]) != "SQLite format 3\x00" {
		return fmt.Errorf("not a GeoPackage: not an SQLite file")
	}
	if data[journalModes] == 2 {
		data = slices.Clone(data)
		data[journalModes], data[journalModes+1] = 1, 1
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.Raw(func(c any) error {
		return c.(interface{ Deserialize([]byte) error }).Deserialize(data)
	}); err != nil {
		return fmt.Errorf("not a GeoPackage: %w", err)
	}
	if _, err := conn.ExecContext(context.Background(), "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON"); err != nil {
		return fmt.Errorf("not a GeoPackage: %w", err)
	}
	return use(conn)
}

// gpkgCRS finds the system of an srs_id. GeoPackage has x (east) first in all.
func gpkgCRS(ctx context.Context, db *sql.Conn, srs int) (crs.CRS, error) {
	var organization, name, definition string
	var code int
	err := db.QueryRowContext(ctx, "SELECT organization, organization_coordsys_id, srs_name, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", srs).Scan(&organization, &code, &name, &definition)
	if err != nil {
		return crs.CRS{}, fmt.Errorf("%w: srs_id %d: %w", ErrCRS, srs, noRows(err, "is not in gpkg_spatial_ref_sys"))
	}
	if strings.EqualFold(organization, "EPSG") {
		return lookupCRS(fmt.Sprintf("EPSG:%d", code))
	}
	if code <= 0 {
		return crs.CRS{}, fmt.Errorf("%w: the file leaves it undefined (srs_id %d); state it with crs: in layer.yaml", ErrCRS, srs)
	}
	return crsOfWKT(definition)
}

func noRows(err error, say string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errors.New(say)
	}
	return err
}

// gpkgKind is the type of a column; false for one that is not read, such as a picture.
func gpkgKind(declared string) (Type, bool) {
	declared = strings.ToUpper(declared)
	base, _, _ := strings.Cut(declared, "(")
	switch strings.TrimSpace(base) {
	case "BOOLEAN":
		return Boolean, true
	case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT":
		return Integer, true
	case "FLOAT", "DOUBLE", "REAL", "DOUBLE PRECISION", "NUMERIC":
		return Number, true
	case "DATE":
		return Date, true
	case "DATETIME", "TIMESTAMP":
		return DateTime, true
	case "BLOB", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRY", "GEOMETRYCOLLECTION":
		return "", false
	}
	return String, true
}

// gpkgEnvelopes is the length in bytes of each kind of envelope.
var gpkgEnvelopes = [8]int{0, 32, 48, 48, 64, -1, -1, -1}

// parseGPKGGeometry reads the GeoPackage binary; nil where it is marked empty.
func parseGPKGGeometry(blob []byte) (orb.Geometry, error) {
	if len(blob) < 8 || blob[0] != 'G' || blob[1] != 'P' {
		return nil, errors.New("geometry: not a GeoPackage geometry")
	}
	flags := blob[3]
	envelope := gpkgEnvelopes[flags>>1&7]
	switch {
	case flags&0x20 != 0:
		return nil, errors.New("geometry: of an extended type, which is not served")
	case envelope < 0 || len(blob) < 8+envelope:
		return nil, fmt.Errorf("geometry: %w", errTruncated)
	case flags&0x10 != 0:
		return nil, nil
	}
	g, err := parseWKB(blob[8+envelope:])
	if err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	return g, nil
}
