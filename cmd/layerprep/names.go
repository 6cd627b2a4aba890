package main

import "strings"

// names replaces names of the facts: ours where the plan's own name is needed
// or an English one is missing. An empty zh keeps the facts'.
var names = []struct{ id, zh, en string }{
	{"subcentre", "北京城市副中心", "Beijing Sub-center"},

	{"layout-core", "运河商务区", "Canal Business District"},
	{"layout-zone-taima", "台马协同区", "Taihu–Majuqiao Coordination Zone"},
	{"layout-zone-culture", "文化旅游区", "Culture and Tourism Zone"},
	{"layout-town-zhangjiawan", "张家湾设计小镇", "Zhangjiawan Design Town"},
	{"layout-town-taihu", "台湖演艺小镇", "Taihu Performing Arts Town"},
	{"layout-town-songzhuang", "宋庄艺术创意小镇", "Songzhuang Art and Creativity Town"},
	{"layout-belt", "大运河生态文明带", "Grand Canal Ecological Civilization Belt"},
	{"layout-axis", "东六环创新发展轴", "East 6th Ring Innovation Axis"},
	{"layout-corridor", "东南部智造廊", "Southeast Intelligent Manufacturing Corridor"},
	{"layout-belt-line", "大运河生态文明带中心线", "Grand Canal Belt, centre line"},
	{"layout-axis-line", "东六环创新发展轴中心线", "East 6th Ring Axis, centre line"},
	{"layout-corridor-line", "东南部智造廊中心线", "Southeast Corridor, centre line"},
	{"plan-area-highline-park", "六环高线公园", "6th Ring High Line Park"},

	{"green-heart", "城市绿心森林公园", "Urban Green Heart Forest Park"},
	{"green-ring", "环城绿色休闲游憩环", "Ring of 13 parks"},
	{"green-belt-west", "西部生态绿带", "West Ecological Belt"},
	{"green-belt-east", "东部生态绿带", "East Ecological Belt"},
	{"green-zone-north", "顺义方向生态廊道控制区", "Ecological corridor control area towards Shunyi"},
	{"green-zone-south", "亦庄方向生态廊道控制区", "Ecological corridor control area towards Yizhuang"},
	{"park-10", "温榆河公园", "Wenyu River Park"},

	{"road-H04", "通燕路", "Tongyan Road"},
	{"road-X-6ring", "六环路", "6th Ring Road G4501"},
	{"road-X-G1", "京哈高速", "Jingha Expressway G1"},
	{"road-X-S15", "京津高速", "Jingjin Expressway S15"},
	{"road-X-jingqin", "京秦高速", "Jingqin Expressway G1N"},
	{"road-X-G103", "京津公路（国道103）", "Jingjin Highway G103"},
	{"road-X-G230", "国道230（通武线）", "National Road 230"},
	{"road-X-G509", "国道509（唐通线）", "National Road 509"},
	{"road-X-jiude", "九德路", "Jiude Road"},

	{"river-beiyun", "北运河", "Beiyun River (Grand Canal)"},
	{"river-wenchaojian", "温潮减河", "Wenchaojian River (planned cut)"},

	{"railline-22", "22号线（平谷线）", "Line 22 (Pinggu)"},
	{"railline-T1", "亦庄T1线", "Yizhuang T1"},

	{"st-22-02", "北关（通州北关）", "Beiguan (Tongzhou Beiguan)"},
	{"st-22-04", "城市副中心站（北京通州站）", "Fuzhongxin Railway Station (Beijing Tongzhou)"},
	{"st-M101-08", "城市副中心站", "Fuzhongxin Railway Station"},
	{"st-M102-16", "宋庄", "Songzhuang"},
	{"st-rail-02", "通州西", "Tongzhou Xi (W)"},
	{"st-rail-03", "乔庄东", "Qiaozhuang Dong (E)"},
	{"st-rail-04", "亦庄", "Yizhuang"},
	{"st-rail-05", "永乐", "Yongle"},
	{"st-yizhuang-06", "台湖车辆段加站", "Taihu Depot infill stop (provisional name)"},

	{"ip-02", "国家网络安全产业园（通州园）", "National Cyber Security Industrial Park (Tongzhou)"},
	{"ip-03", "漷县医药健康产业集聚区", "Huoxian Medicine and Health Industry Cluster"},
	{"ip-07", "光机电一体化产业基地", "Opto-Mechatronics Industrial Base"},
	{"ip-08", "金桥科技产业基地", "Jinqiao Science and Technology Industrial Base"},
	{"ip-09", "马驹桥物流基地", "Majuqiao Logistics Base"},
	{"ip-10", "通州商务园", "Tongzhou Business Park"},
	{"ip-11", "永乐经济开发区", "Yongle Economic Development Zone"},
	{"lm-01", "北京市人民政府（行政办公区）", "Beijing Municipal Government (Administrative Area)"},
	{"lm-02", "北京环球影城", "Universal Studios Beijing"},
	{"lm-03", "城市绿心三大文化设施（北京大剧院、城市图书馆、大运河博物馆）", "Three cultural buildings of the Green Heart (theatre, library, museum)"},
	{"lm-04", "燃灯塔", "Randeng Pagoda"},
	{"lm-05", "五河交汇处", "Confluence of Five Rivers"},
	{"lm-06", "国家大剧院台湖舞美艺术中心", "NCPA Taihu Stage Art Centre"},
	{"lm-07", "中国人民大学通州校区", "Renmin University of China, Tongzhou Campus"},
	{"lm-08", "张家湾古镇", "Zhangjiawan Old Town"},
}

// m102Stop is the facts' name of M102's nameless stops; a number follows.
const m102Stop = "M102规划站"

func nameOf(f fact) (zh, en string) {
	zh, en = f.str("name_zh"), f.str("name_en")
	if n, ok := strings.CutPrefix(zh, m102Stop); ok {
		return zh, "M102 planned stop " + n
	}
	for _, n := range names {
		if n.id == f.id {
			return n.zh, n.en
		}
	}
	return zh, en
}
