package api_test

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// qgisScript reads layers through QGIS's own OGC API – Features provider, ten
// features a page, and prints whether each id came once.
const qgisScript = `
import os, sys
os.environ['QT_QPA_PLATFORM'] = 'offscreen'
from qgis.core import QgsApplication, QgsVectorLayer, QgsFeatureRequest, QgsRectangle
app = QgsApplication([], False)
app.initQgis()
for layer in ('rail-stations', 'key-projects', 'townships'):
    l = QgsVectorLayer(f"url='{sys.argv[1]}' typename='{layer}' restrictToRequestBBOX='0' pagingEnabled='true' pageSize='10'", layer, 'OAPIF')
    all = list(l.getFeatures())
    print(layer, l.isValid(), len(all), len({f['id'] for f in all}), all[0]['name_zh'])
box = QgsVectorLayer(f"url='{sys.argv[1]}' typename='rail-stations' restrictToRequestBBOX='1'", 'box', 'OAPIF')
print(len(list(box.getFeatures(QgsFeatureRequest(QgsRectangle(116.65, 39.90, 116.67, 39.92))))))
sys.stdout.flush()
os._exit(0) # QGIS's own way out falls over layers that Python still holds
`

// QGIS reads whole layers, Chinese text too, and what lies in a box. It is
// large, so that make test does not install it.
func TestQGISReadsTheAPI(t *testing.T) {
	const python = "/usr/bin/python3" // Debian's, which has Debian's packages
	if err := exec.Command(python, "-c", "import qgis.core").Run(); err != nil {
		t.Skip("left out: QGIS is not installed (apt-get install --no-install-recommends python3-qgis)")
	}
	ts := newServer(t, nil)
	inBox := len(spots(t, ts.URL+"/collections/rail-stations/items?limit=1000&bbox=116.65,39.90,116.67,39.92"))
	out, err := exec.Command(python, "-c", qgisScript, ts.URL+"/").Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := strings.Fields(string(out))
	want := strings.Fields("rail-stations True 85 85 传媒大学 key-projects True 68 68 北京艺术博物馆 townships True 22 22 中仓街道")
	if len(got) != len(want)+1 || strings.Join(got[:len(want)], " ") != strings.Join(want, " ") {
		t.Fatalf("QGIS says\n%s", out)
	}
	if n := got[len(want)]; n != strconv.Itoa(inBox) || inBox == 0 {
		t.Errorf("QGIS finds %s stations in the box, the server %d", n, inBox)
	}
}
