package main

import "fmt"

// riverWidths are assumed widths of open water, bank to bank, in metres: no
// surveyed water surface is at hand. They only keep people out of rivers.
var riverWidths = []struct {
	id    string
	width float64
}{
	{"river-beiyun", 200}, {"river-chaobai", 300}, {"river-wenyu", 100}, {"river-tonghui", 50},
	{"river-yunchaojian", 80}, {"river-xiaotaihou", 40}, {"river-liangshui", 80}, {"river-xiaozhong", 30},
	{"river-fenggang", 40},
	{"river-wenchaojian", 0}, // not dug yet: no water
}

func riverWidth(id string) (float64, error) {
	for _, r := range riverWidths {
		if r.id == id {
			return r.width, nil
		}
	}
	return 0, fmt.Errorf("%s has no row in riverWidths", id)
}
