package api_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// abstractTests are the ids of the abstract tests that OGC published for each
// standard, without /conf/, in the order of its annex A.
var abstractTests = map[string][]string{
	// Part 1: Core corrigendum, OGC 17-069r4
	"ogcapi-features-1": {
		"core/http", "core/root-op", "core/root-success", "core/api-definition-op", "core/api-definition-success", "core/conformance-op", "core/conformance-success",
		"core/crs84", "core/fc-md-op", "core/fc-md-success", "core/fc-md-links", "core/fc-md-items", "core/fc-md-items-links", "core/fc-md-extent",
		"core/sfc-md-op", "core/sfc-md-success", "core/fc-op", "core/fc-bbox-definition", "core/fc-bbox-response", "core/fc-limit-definition", "core/fc-limit-response",
		"core/fc-time-definition", "core/fc-time-response", "core/query-param-unknown", "core/query-param-invalid", "core/fc-response", "core/fc-links",
		"core/fc-timeStamp", "core/fc-numberMatched", "core/fc-numberReturned", "core/f-op", "core/f-success", "core/f-links",
		"geojson/definition", "geojson/content", "html/definition", "html/content", "gmlsf0/definition", "gmlsf0/content", "gmlsf2/definition", "gmlsf2/content",
		"oas30/completeness", "oas30/exceptions-codes", "oas30/oas-definition-1", "oas30/oas-definition-2", "oas30/oas-impl", "oas30/security",
	},
	// Part 2: Coordinate Reference Systems by Reference corrigendum, OGC 18-058r1
	"ogcapi-features-2": {
		"crs/crs-uri", "crs/default-crs", "crs/storageCrs", "crs/crs-parameter", "crs/crs-parameter-invalid", "crs/crs-parameter-default", "crs/crs-parameter-transform",
		"crs/bbox-crs-parameter", "crs/bbox-crs-parameter-invalid", "crs/bbox-crs-parameter-default",
	},
	// Part 3: Filtering, OGC 19-079r2
	"ogcapi-features-3": {
		"queryables/get-conformance", "queryables/get-queryables-uris", "queryables/get-queryables",
		"queryables-query-parameters/get-conformance", "queryables-query-parameters/query-param",
		"filter/get-conformance", "filter/filter-param", "filter/filter-lang-default", "filter/expression-construction", "filter/filter-crs-wgs84", "filter/filter-crs-param", "filter/get-functions",
		"features-filter/get-conformance", "features-filter/get-collections", "features-filter/get-collection", "features-filter/filter-on-items", "features-filter/mixing-expression",
	},
	// Part 5 and Common Part 3: Schemas, OGC 23-058r2; the drafts before it have no abstract tests
	"ogcapi-common-3": {
		"schemas/basic-schema-inspection", "schemas/role", "schemas/role-id", "schemas/property-seq", "schemas/unit", "schemas/definition", "schemas/nullvalues",
		"advanced-property-roles/role-primary-geometry", "advanced-property-roles/role-primary-temporal", "advanced-property-roles/role-type", "references/role-reference",
		"returnables-and-receivables/get-conformance", "returnables-and-receivables/link", "returnables-and-receivables/op-and-response",
		"returnables-and-receivables/response-1", "returnables-and-receivables/response-2",
		"queryables/get-conformance", "queryables/link", "queryables/op-and-response", "sortables/get-conformance", "sortables/link", "sortables/op-and-response",
		"profile-parameter/get-conformance", "profile-parameter/profile-param", "profile-parameter/profile-param-response",
		"profile-references/get-conformance", "profile-references/ref-profiles", "profile-references/rel-as-key", "profile-references/rel-as-uri", "profile-references/rel-as-link",
		"profile-codelists/get-conformance", "profile-codelists/codelists", "profile-domains/get-conformance", "profile-domains/domains",
	},
	// CQL2, OGC 21-065r2
	"cql2": {
		"cql2-text/validate", "cql2-text/escaping", "cql2-json/validate",
		"basic-cql2/basic-test", "basic-cql2/comparison", "basic-cql2/is-null", "basic-cql2/boolean", "basic-cql2/test-data", "basic-cql2/logical",
		"advanced-comparison-operators/like", "advanced-comparison-operators/between", "advanced-comparison-operators/in", "advanced-comparison-operators/test-data", "advanced-comparison-operators/logical",
		"case-insensitive-comparison/casei", "case-insensitive-comparison/casei-like", "case-insensitive-comparison/test-data", "case-insensitive-comparison/logical",
		"accent-insensitive-comparison/accenti", "accent-insensitive-comparison/accenti-like", "accent-insensitive-comparison/accenti-casei", "accent-insensitive-comparison/accenti-casei-like",
		"accent-insensitive-comparison/test-data", "accent-insensitive-comparison/logical",
		"basic-spatial-functions/s_intersects", "basic-spatial-functions/test-data", "basic-spatial-functions/logical",
		"basic-spatial-functions-plus/s_intersects", "basic-spatial-functions-plus/test-data",
		"spatial-functions/s_intersects", "spatial-functions/s_disjoint", "spatial-functions/s_equals", "spatial-functions/s_touches", "spatial-functions/s_crosses",
		"spatial-functions/s_within", "spatial-functions/s_contains", "spatial-functions/s_overlaps", "spatial-functions/test-data", "spatial-functions/logical",
		"temporal-functions/temporal-functions-1", "temporal-functions/temporal-functions-2", "temporal-functions/test-data", "temporal-functions/logical",
		"array-functions/array-predicates", "array-functions/logical",
		"property-property/comparison-value-property", "property-property/comparison-property-property", "property-property/comparison-value-value", "property-property/test-data", "property-property/logical",
		"functions/functions", "arithmetic/arithmetic", "arithmetic/test-data", "arithmetic/logical",
	},
}

// notDeclared are the classes with abstract tests that the server does not
// declare, and why.
var notDeclared = map[string]string{
	"ogcapi-features-1/gmlsf0":           "GML is no format of the server",
	"ogcapi-features-1/gmlsf2":           "GML is no format of the server",
	"ogcapi-common-3/references":         "no property is a reference in the sense of x-ogc-role",
	"ogcapi-common-3/profile-parameter":  "each document has one form; there is no parameter profile",
	"ogcapi-common-3/profile-references": "there is no parameter profile",
	"ogcapi-common-3/profile-codelists":  "there is no parameter profile",
	"ogcapi-common-3/profile-domains":    "there is no parameter profile",
}

// notTested are abstract tests of declared classes that do not apply, and why.
var notTested = map[string]string{
	"ogcapi-common-3/returnables-and-receivables/response-2": "features are not written by HTTP",
}

// suite runs the abstract tests of a standard, each in a subtest of its id.
type suite struct {
	t        *testing.T
	standard string
	ran      map[string]bool
}

// newSuite begins the abstract tests of a standard against the server at base.
// When t ends, each published id must have had its subtest, but for the two
// lists above; and no class may be both excused and declared.
func newSuite(t *testing.T, base, standard string) *suite {
	s := &suite{t, standard, map[string]bool{}}
	classes := getJSON[struct{ ConformsTo []string }](t, base+"/conformance").ConformsTo
	t.Cleanup(func() {
		for _, id := range abstractTests[standard] {
			class, _, _ := strings.Cut(id, "/")
			declared := slices.Contains(classes, "http://www.opengis.net/spec/"+standard+"/1.0/conf/"+class)
			excuse := notTested[standard+"/"+id]
			if !declared {
				excuse = notDeclared[standard+"/"+class]
			}
			if s.ran[id] == (excuse != "") {
				t.Errorf("/conf/%s: class declared %v, test run %v, excuse %q", id, declared, s.ran[id], excuse)
			}
		}
	})
	return s
}

// run runs an abstract test.
func (s *suite) run(id string, test func(t *testing.T)) {
	s.t.Helper()
	if s.ran[id] || !slices.Contains(abstractTests[s.standard], id) {
		s.t.Errorf("/conf/%s is no abstract test of %s, or is here twice", id, s.standard)
	}
	s.ran[id] = true
	s.t.Run("conf/"+id, test)
}

// Every class of Features, Schemas, CQL2 and Processes that the server declares
// has tests; the classes of Tiles and Common are told apart by no name.
func TestEveryDeclaredClassIsTested(t *testing.T) {
	processes, err := os.ReadFile("conformance_processes_test.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, uri := range getJSON[struct{ ConformsTo []string }](t, newServer(t, nil).URL+"/conformance").ConformsTo {
		m := regexp.MustCompile(`/spec/([^/]+)/1\.0/conf/(.+)$`).FindStringSubmatch(uri)
		if m == nil {
			t.Fatalf("%s is no class", uri)
		}
		standard, class := m[1], m[2]
		seen[standard]++
		if standard == "ogcapi-features-5" { // the draft of Schemas
			standard, class = "ogcapi-common-3", strings.Replace(class, "core-roles-features", "advanced-property-roles", 1)
		}
		tested := strings.Contains(standard, "tiles") || strings.Contains(standard, "common-1") || strings.Contains(standard, "common-2") ||
			standard == "ogcapi-processes-1" && regexp.MustCompile(`t\.Run\("`+class+`["/]`).Match(processes) ||
			slices.ContainsFunc(abstractTests[standard], func(id string) bool { return strings.HasPrefix(id, class+"/") })
		if !tested {
			t.Errorf("%s has no tests", uri)
		}
	}
	for standard := range abstractTests {
		if seen[standard] == 0 {
			t.Errorf("no class of %s is declared", standard)
		}
	}
}
