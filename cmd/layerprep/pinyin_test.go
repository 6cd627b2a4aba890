package main

import (
	"strings"
	"testing"
)

func TestRomanise(t *testing.T) {
	for _, c := range []struct{ han, py, initials string }{
		{"张家湾设计小镇", "zhang jia wan she ji xiao zhen", "zjwsjxz"},
		{"漷县镇", "huo xian zhen", "hxz"},
		{"潞苑北大街", "lu yuan bei da jie", "lybdj"},
		{"永乐店镇", "yong le dian zhen", "yldz"},
		{"朝阳北路-潞苑二街", "chao yang bei lu lu yuan er jie", "cybllyej"},
		{"行政办公西区", "xing zheng ban gong xi qu", "xzbgxq"},
		{"通州会议中心", "tong zhou hui yi zhong xin", "tzhyzx"},
		{"北京银行", "bei jing yin hang", "bjyh"},
		{"大运河森林公园", "da yun he sen lin gong yuan", "dyhslgy"},
		{"城市绿心", "cheng shi lv xin", "cslx"},
		{"重点项目", "zhong dian xiang mu", "zdxm"},
		{"碧水再生水厂", "bi shui zai sheng shui chang", "bszssc"},
		{"M101线一期", "m101 xian yi qi", "m101xyq"},
		{"轨道交通 22 号线", "gui dao jiao tong 22 hao xian", "gdjt22hx"},
		{"联东 U 谷·数字安全", "lian dong u gu shu zi an quan", "ldugszaq"},
		{"万盛东 A1出口", "wan sheng dong a1 chu kou", "wsda1ck"},
		{"小堡", "xiao pu", "xp"},
	} {
		py, initials, err := romanise(c.han)
		if err != nil || py != c.py || initials != c.initials {
			t.Errorf("%s: %q, %q, %v, want %q, %q", c.han, py, initials, err, c.py, c.initials)
		}
	}
}

// A local reading gives one syllable for each of its characters.
func TestLocalReadingsLineUp(t *testing.T) {
	for _, l := range localReadings {
		if len([]rune(l.han)) != len(strings.Fields(l.py)) {
			t.Errorf("%s has %d characters and the syllables %q", l.han, len([]rune(l.han)), l.py)
		}
	}
}
