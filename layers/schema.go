package layers

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Type is the type of a property's values.
type Type string

// The property types. A value of any type may also be null.
const (
	String  Type = "string"
	Integer Type = "integer" // int64
	Number  Type = "number"  // float64, finite
	Boolean Type = "boolean"
	Strings Type = "strings" // a list of strings
	Point   Type = "point"   // [longitude, latitude], CRS84 degrees

	Date     Type = "date"     // "2026-11-23", kept as a string
	DateTime Type = "datetime" // RFC 3339, kept as a string in UTC: "2026-11-23T00:00:00Z"
)

// Text is a text in both of the product's languages.
type Text struct {
	ZH string `yaml:"zh" json:"zh"`
	EN string `yaml:"en" json:"en"`
}

// Property describes one attribute of a layer's features.
type Property struct {
	Name        string   `yaml:"name"`
	Type        Type     `yaml:"type"`
	Title       Text     `yaml:"title"`
	Description Text     `yaml:"description"`
	Unit        string   `yaml:"unit"` // of the number, as written in the plan; empty where none
	Enum        []string `yaml:"enum"` // the only strings allowed, nil for any
	Tile        bool     `yaml:"tile"` // carried in vector tiles
}

// Status, horizon and method are closed lists: a value outside of them fails the load.
var (
	statuses = []string{"existing", "under_construction", "planned", "study", "closed"}
	horizons = []string{"now", "2030", "beyond"}
	methods  = []string{"official", "osm", "traced", "digitised", "schematic", "estimate", "unlocated", "unknown"}
)

// CommonProperties are those that every layer has, in the order they are served.
func CommonProperties() []Property {
	return []Property{
		{Name: "name_zh", Type: String, Title: Text{"名称", "Chinese name"}, Tile: true},
		{Name: "name_en", Type: String, Title: Text{"英文名称", "English name"}, Tile: true},
		{Name: "name_py", Type: String, Title: Text{"拼音", "Pinyin"}},
		{Name: "name_py_initials", Type: String, Title: Text{"拼音首字母", "Pinyin initials"}},
		{Name: "kind", Type: String, Title: Text{"类型", "Kind"}, Tile: true},
		{Name: "category", Type: String, Title: Text{"类别", "Category"}, Tile: true},
		{Name: "status", Type: String, Title: Text{"状态", "Status"}, Enum: statuses, Tile: true},
		{Name: "status_note", Type: String, Title: Text{"状态说明", "Status as the source words it"}},
		{Name: "horizon", Type: String, Title: Text{"时期", "Horizon"}, Enum: horizons, Tile: true},
		{Name: "plan_ref", Type: String, Title: Text{"规划出处", "Place in the plan"}},
		{Name: "plan_clause", Type: String, Title: Text{"规划条目", "Clause id under /plan"}},
		{Name: "plan_text", Type: String, Title: Text{"规划原文", "The plan's own words"}},
		{Name: "label_point", Type: Point, Title: Text{"注记点", "Where to put the label"}},
		{Name: "source", Type: String, Title: Text{"来源", "Source"}},
		{Name: "licence", Type: String, Title: Text{"许可", "Licence"}},
		{Name: "open", Type: Boolean, Title: Text{"开放", "Source terms are open"}},
		{Name: "retrieved", Type: String, Title: Text{"获取日期", "Retrieved"}},
		{Name: "method", Type: String, Title: Text{"获取方式", "How the geometry was got"}, Enum: methods, Tile: true},
		{Name: "crs_original", Type: String, Title: Text{"原坐标系", "Original coordinate system"}},
		{Name: "accuracy_m", Type: Number, Unit: "m", Title: Text{"精度（米）", "Expected position error"}, Tile: true},
		{Name: "note", Type: String, Title: Text{"说明", "Note"}},
	}
}

// ErrValue is wrapped by every error that says a value does not fit its property.
var ErrValue = errors.New("value does not fit the schema")

// fromJSON checks a decoded JSON value (json.Number for numbers) against the
// property and returns it as string, int64, float64, bool, []string, [2]float64 or nil.
func (p *Property) fromJSON(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch p.Type {
	case String:
		if s, ok := v.(string); ok {
			if p.Enum != nil && !slices.Contains(p.Enum, s) {
				return nil, fmt.Errorf("%w: %s is %s, not one of %v", ErrValue, p.Name, excerpt(s), p.Enum)
			}
			return s, nil
		}
	case Integer, Number:
		if n, ok := v.(json.Number); ok {
			return p.Parse(n.String())
		}
	case Date, DateTime:
		if s, ok := v.(string); ok {
			return p.parseTime(s)
		}
	case Boolean:
		if b, ok := v.(bool); ok {
			return b, nil
		}
	case Strings:
		list, ok := v.([]any)
		if !ok {
			break
		}
		out := make([]string, len(list))
		for i, e := range list {
			if out[i], ok = e.(string); !ok {
				return nil, fmt.Errorf("%w: %s[%d] is not a string", ErrValue, p.Name, i)
			}
		}
		return out, nil
	case Point:
		list, ok := v.([]any)
		if !ok || len(list) != 2 {
			break
		}
		var out [2]float64
		for i, e := range list {
			n, ok := e.(json.Number)
			if !ok {
				return nil, fmt.Errorf("%w: %s is not [longitude, latitude]", ErrValue, p.Name)
			}
			f, err := n.Float64()
			if err != nil {
				return nil, fmt.Errorf("%w: %s: %v", ErrValue, p.Name, err)
			}
			out[i] = f
		}
		return out, nil
	}
	return nil, fmt.Errorf("%w: %s is not a %s", ErrValue, p.Name, p.Type)
}

// fromText reads a stored value from text: like Parse, but a list is written
// with semicolons, a point as "lon lat", and an enum is checked.
func (p *Property) fromText(text string) (any, error) {
	switch p.Type {
	case Strings:
		return strings.Split(text, ";"), nil
	case Point:
		var at [2]float64
		if n, err := fmt.Sscanf(text, "%g %g", &at[0], &at[1]); n != 2 || err != nil {
			return nil, fmt.Errorf("%w: %s wants \"longitude latitude\", not %s", ErrValue, p.Name, excerpt(text))
		}
		return at, nil
	case String:
		return p.fromJSON(text)
	}
	return p.Parse(text)
}

// Parse reads a value of the property from text, as a query string or a CSV holds it.
// The error wraps ErrValue and says what was expected.
func (p *Property) Parse(text string) (any, error) {
	switch p.Type {
	case Integer:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %s wants a whole number, not %s", ErrValue, p.Name, excerpt(text))
		}
		return n, nil
	case Number:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil, fmt.Errorf("%w: %s wants a number, not %s", ErrValue, p.Name, excerpt(text))
		}
		return n, nil
	case Boolean:
		switch text {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, fmt.Errorf("%w: %s wants true or false, not %s", ErrValue, p.Name, excerpt(text))
	case String, Strings:
		return text, nil
	case Date, DateTime:
		return p.parseTime(text)
	}
	return nil, fmt.Errorf("%w: %s (%s) cannot be compared", ErrValue, p.Name, p.Type)
}
