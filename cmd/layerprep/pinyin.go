package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// localReadings are the names and words whose characters have several readings
// or are missing from common tables; the longest match wins. One syllable per
// character.
var localReadings = []struct{ han, py string }{
	{"漷", "huo"}, // 漷县 huǒ xiàn, not kuò
	{"潞", "lu"},
	{"永乐", "yong le"}, {"怡乐", "yi le"}, {"乐", "le"},
	{"音乐", "yin yue"},
	{"县", "xian"},
	{"朝阳", "chao yang"},
	{"行政", "xing zheng"}, {"银行", "yin hang"}, {"运行", "yun xing"},
	{"会", "hui"}, {"大", "da"}, {"都", "du"},
	{"重点", "zhong dian"}, {"重", "zhong"},
	{"长", "chang"}, {"场", "chang"}, {"厂", "chang"},
	{"传媒", "chuan mei"}, {"车", "che"}, {"校", "xiao"},
	{"种业", "zhong ye"}, {"处理", "chu li"},
	{"供水", "gong shui"}, {"给水", "ji shui"}, {"联调", "lian tiao"},
	{"更新", "geng xin"}, {"创新", "chuang xin"},
	{"小堡", "xiao pu"}, {"牛堡屯", "niu pu tun"}, {"屯", "tun"},
	{"召里", "zhao li"}, {"柏德", "bai de"}, {"葛渠", "ge qu"},
	{"燃灯塔", "ran deng ta"}, {"张采", "zhang cai"},
	{"医药", "yi yao"}, {"藏", "cang"}, {"转化", "zhuan hua"}, {"协调", "xie tiao"},
	{"北神树", "bei shen shu"}, {"嘉会湖", "jia hui hu"}, {"次渠", "ci qu"},
	{"六环", "liu huan"}, {"六合", "liu he"},
	{"合流", "he liu"}, {"中转", "zhong zhuan"}, {"特高压", "te gao ya"},
	{"石", "shi"}, {"解", "jie"}, {"区", "qu"}, {"单", "dan"}, {"参", "can"},
	{"通济", "tong ji"}, {"经济", "jing ji"}, {"济", "ji"},
	{"绿", "lv"}, {"女", "nv"}, {"吕", "lv"}, // ü is typed v
}

// romanise gives pinyin without tones, lower case, one space between syllables,
// and the initials run together. Latin letters and digits stay as they are, also
// in the initials; a run of them is one word. Punctuation parts words and vanishes.
func romanise(name string) (py, initials string, err error) {
	args := pinyin.NewArgs()
	var words []string
	runes := []rune(name)
	isLatin := map[int]bool{} // by word
	latin := false            // the last word is an open run of letters or digits
next:
	for i := 0; i < len(runes); {
		r := runes[i]
		if !unicode.Is(unicode.Han, r) {
			if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				if !latin {
					isLatin[len(words)] = true
					words = append(words, "")
				}
				words[len(words)-1] += string(unicode.ToLower(r))
				latin = true
			} else {
				latin = false
			}
			i++
			continue
		}
		latin = false
		longest := -1
		for k, l := range localReadings {
			if strings.HasPrefix(string(runes[i:]), l.han) && (longest < 0 || len(l.han) > len(localReadings[longest].han)) {
				longest = k
			}
		}
		if longest >= 0 {
			words = append(words, strings.Fields(localReadings[longest].py)...)
			i += len([]rune(localReadings[longest].han))
			continue next
		}
		syllables := pinyin.SinglePinyin(r, args)
		if len(syllables) == 0 {
			return "", "", fmt.Errorf("no reading for %q in %q", r, name)
		}
		words = append(words, syllables[0])
		i++
	}
	var b strings.Builder
	for i, w := range words {
		// Names such as M102 are searched for whole, a syllable by its first letter.
		if isLatin[i] {
			b.WriteString(w)
		} else {
			b.WriteByte(w[0])
		}
	}
	return strings.Join(words, " "), b.String(), nil
}
