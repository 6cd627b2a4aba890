package picture

// words are the texts of the furniture in one language.
type words struct {
	title, more, north               string
	projection, ratio                string // ratio: %s the denominator, grouped
	schematic                        string
	left                             string // rows that found no room: %d
	approximation                    string
	sources, licences, date, horizon string
	horizons, methods                map[string]string
	separator, stop                  string
}

func (p *Picture) words() *words {
	if p.Lang == "en" {
		return &english
	}
	return &chinese
}

// Never changed.
var (
	chinese = words{
		left:  "另有 %d 项",
		title: "城市副中心布局图", more: "其他图层", north: "北",
		projection:    "Web 墨卡托投影（EPSG:3857，WGS 84），比例尺为图幅中心 %.2f°N 处的实地长度",
		ratio:         "1:%s（按原尺寸输出）",
		schematic:     "≈ 示意：规划未公布界线或坐标，图上的虚线、晕线与空心符号仅表示大致位置，不得用于量算。",
		approximation: "公开资料的近似，非官方成果，不得作为规划管理依据。",
		sources:       "资料来源", licences: "许可", date: "资料日期 %s", horizon: "时期",
		horizons:  map[string]string{"now": "2025 现状", "2030": "2030 规划期末", "beyond": "远期"},
		methods:   map[string]string{"official": "✓ 官方", "osm": "◇ OSM", "traced": "描绘", "digitised": "数字化", "estimate": "∑ 估算", "schematic": "≈ 示意", "unknown": "? 未说明"},
		separator: "；", stop: "。",
	}
	english = words{
		left:  "%d more",
		title: "Beijing Sub-center: spatial layout", more: "Other layers", north: "N",
		projection:    "Web Mercator (EPSG:3857, WGS 84); the scale bar is true on the ground at the map's middle, %.2f°N",
		ratio:         "1:%s at original size",
		schematic:     "≈ Schematic: the plan publishes no boundary or position; broken lines, hatches and hollow signs show about where, and are not to be measured on.",
		approximation: "An approximation from public material, not an official map.",
		sources:       "Sources", licences: "Licences", date: "Data as of %s", horizon: "Horizon",
		horizons:  map[string]string{"now": "2025, existing", "2030": "2030, end of the plan", "beyond": "Beyond 2030"},
		methods:   map[string]string{"official": "✓ official", "osm": "◇ OSM", "traced": "traced", "digitised": "digitised", "estimate": "∑ estimate", "schematic": "≈ schematic", "unknown": "? not stated"},
		separator: "; ", stop: ".",
	}
)

// title is the picture's title; the plan's own where none was asked for.
func (p *Picture) title() string {
	if p.Title != "" {
		return p.Title
	}
	return p.words().title
}
