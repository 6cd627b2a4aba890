// Package witness finds the programs of others that tests compare with. The
// program does not contain it.
package witness

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Missing says that a test cannot run for want of something. Under make test,
// which gets all of it, that is a failure; a bare go test says what it leaves out.
func Missing(t testing.TB, what, remedy string) {
	t.Helper()
	if os.Getenv("LAYOUTMAP_REQUIRE_TOOLS") != "" {
		t.Fatalf("%s is not there: %s", what, remedy)
	}
	t.Skipf("left out: %s is not there (%s)", what, remedy)
}

// Tool is the path of a program, which a Debian package has.
func Tool(t testing.TB, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name, "apt-get install "+pkg)
	}
	return path
}

// Python is Debian's, which has Debian's packages, with a module of one of them.
func Python(t testing.TB, module, pkg string) string {
	t.Helper()
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import "+module).Run(); err != nil {
		Missing(t, "Python's "+module, "apt-get install "+pkg)
	}
	return python
}

// PostGIS is psql's connection string of a scratch database.
func PostGIS(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("LAYOUTMAP_POSTGIS")
	if dsn == "" {
		Missing(t, "PostGIS", "run under .ci/postgis, or set LAYOUTMAP_POSTGIS to a psql connection string of a scratch database")
	}
	return dsn
}

// Run gives what a program says, and fails the test where it fails.
func Run(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GDAL_HTTP_TIMEOUT=60")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
