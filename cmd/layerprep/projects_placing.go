package main

// placing says where one key project lies, by what its text names. Rows of the
// plan's table whose location is just a town need none: they are placed by the
// town's name.
type placing struct {
	project string
	by      string   // road | rail | river | park | town | none
	about   []string // features the geometry is taken from, or townships
	cut     [2]string
	keep    string // "between" the two of cut, "outside" them; "within" the area cut[0]
	why     string
}

// placings are the projects the location column does not settle.
var placings = []placing{
	{project: "project-2-1-01", by: "park", about: []string{"green-heart"}, why: "位于绿心组团南部 (in the south of the Green Heart group)"},
	{project: "project-2-3-01", by: "rail", about: []string{"railline-22"}, why: "轨道交通 22 号线，通州段 (Line 22, Tongzhou section)"},
	{project: "project-2-3-02", by: "road", about: []string{"road-X-yaojiayuan"}},
	{project: "project-2-3-03", by: "road", about: []string{"road-X-G230"}, cut: [2]string{"road-X-jiude", "road-X-G103"}, keep: "between", why: "九德路至 G103 (Jiude Road to G103)"},
	{project: "project-2-3-04", by: "river", about: []string{"river-chaobai"}, cut: [2]string{"towns"}, keep: "within", why: "潮白河宋庄、潞城、西集段；公园为面，此处以河代 (the Chaobai along Songzhuang, Lucheng and Xiji; the park is an area, the river stands for it)"},
	{project: "project-3-1-01", by: "road", about: []string{"road-V07"}, cut: [2]string{"road-X-G1", "road-X-G103"}, keep: "between", why: "京哈高速至京津公路 (Jingha Expressway to Jingjin Highway)"},
	{project: "project-3-1-02", by: "park", about: []string{"layout-town-zhangjiawan"}},
	{project: "project-3-1-03", by: "park", about: []string{"layout-town-zhangjiawan"}},
	{project: "project-3-1-04", by: "park", about: []string{"layout-town-zhangjiawan"}},
	{project: "project-3-1-05", by: "park", about: []string{"ip-03"}},
	{project: "project-3-1-06", by: "park", about: []string{"ip-03"}},
	{project: "project-3-1-07", by: "park", about: []string{"ip-03"}},
	{project: "project-3-1-08", by: "road", about: []string{"road-X-huoxiao"}, why: "两段端点所在道路未收录，取全线 (the ends of its two sections are not in the data: whole road)"},
	{project: "project-3-1-09", by: "road", about: []string{"road-X-tongqing"}, cut: [2]string{"road-X-G509", "road-X-G103"}, keep: "between", why: "国道 509 至国道 103 (G509 to G103)"},
	{project: "project-3-1-10", by: "park", about: []string{"ip-02"}},
	{project: "project-4-1-01", by: "none", why: "只称通州段，未言线位 (the text names no course)"},
	{project: "project-4-1-02", by: "road", about: []string{"road-H07"}, why: "广渠路东延段；朝阳北路东延段线位未收录 (Guangqu Road extension; the second main is not in the data)"},
	{project: "project-4-2-01", by: "river", about: []string{"river-wenchaojian"}},
	{project: "project-4-2-02", by: "river", about: []string{"river-chaobai"}},
	{project: "project-4-2-06", by: "town", about: []string{"tw-110112117", "tw-110112209", "tw-110112106", "tw-110112110", "tw-110112119", "tw-110112104", "tw-110112109"},
		why: "文中七厂依次属永乐店、于家务、漷县、西集、潞城、宋庄、马驹桥 (the seven plants named, by township)"},
	{project: "project-4-2-07", by: "none", why: "未言地点 (no place named)"},
	{project: "project-4-2-08", by: "none", why: "“两河”与沟渠均未具名 (neither rivers nor ditches are named)"},
	{project: "project-4-2-10", by: "town", about: []string{"tw-110112104"}, why: "小营、双埠头、葛渠均为宋庄镇村名 (the villages named belong to Songzhuang)"},
	{project: "project-5-1-02", by: "town", about: []string{"tw-110112106", "tw-110112105", "tw-110112110", "tw-110112209"},
		why: "漷县中心与马头属漷县镇，牛堡屯属张家湾镇，朗府属西集镇，于家务中心与聚富苑属于家务乡 (the waterworks named, by township)"},
	{project: "project-5-1-03", by: "town", about: []string{"tw-110112106", "tw-110112209", "tw-110112117", "tw-110112110", "tw-110112104", "tw-110112109"}, why: "文中列名六镇乡 (the six townships named)"},
	{project: "project-5-1-04", by: "none", why: "“南部乡镇”未具名 (the southern townships are not named)"},
	{project: "project-6-1-01", by: "rail", about: []string{"railline-M101"}},
	{project: "project-6-1-02", by: "rail", about: []string{"st-yizhuang-06"}},
	{project: "project-6-1-03", by: "rail", about: []string{"railline-M102"}},
	{project: "project-6-2-01", by: "road", about: []string{"road-X-jingqin"}, cut: [2]string{"start", "road-X-6ring"}, keep: "between", why: "区界以内，西端至六环路 (from the western end of the line as drawn to the 6th Ring)"},
	{project: "project-6-2-02", by: "road", about: []string{"road-X-tongyan"}, why: "两收费站位置未收录，取全线 (its two toll gates are not in the data: whole road)"},
	{project: "project-6-2-03", by: "road", about: []string{"road-X-G1"}, cut: [2]string{"road-X-6ring", "end"}, keep: "between", why: "六环路至市界 (6th Ring to the city limit)"},
	{project: "project-6-2-04", by: "road", about: []string{"road-X-6ring"}, cut: [2]string{"road-X-G1", "road-H01"}, keep: "outside", why: "南段至京哈高速，北段至潞苑北大街 (south section to the Jingha Expressway, north section to Luyuan North Street)"},
	{project: "project-6-5-01", by: "none", why: "未言地点 (no place named)"},
	{project: "project-6-5-03", by: "road", about: []string{"road-H07"}, why: "沿广渠路；横 7 西段为广渠路东延 (along Guangqu Road, the western part of 横7)"},
	{project: "project-6-6-02", by: "none", why: "未言地点 (no place named)"},
	{project: "project-6-6-03", by: "river", about: []string{"river-beiyun"}, cut: [2]string{"subcentre"}, keep: "within", why: "北运河副中心段 (the river inside the Sub-center)"},
	{project: "project-6-6-04", by: "road", about: []string{"road-X-6ring"}, cut: [2]string{"road-X-G1", "road-H01"}, keep: "between", why: "东六环辅路；东南部城区未具名 (the East 6th Ring; the south-eastern area has no name)"},
	{project: "project-6-6-05", by: "river", about: []string{"river-xiaotaihou"}, cut: [2]string{"road-X-6ring", "river-liangshui"}, keep: "between", why: "东六环至凉水河段 (East 6th Ring to the Liangshui River)"},
}

// townAliases are names the plan uses for a township besides its own.
var townAliases = []struct{ name, id string }{
	{"于家务乡", "tw-110112209"}, {"于家务镇", "tw-110112209"}, // 于家务回族乡
}

// projectGroups map tables to the groups of the legend; a project's own row
// comes before its table's.
var projectGroups = []struct{ key, category string }{
	{"project-2-3-04", "water"},
	{"2-1", "culture"}, {"2-2", "relocation"},
	{"2-3", "transport"}, {"3-1", "transport"}, {"6-1", "transport"}, {"6-2", "transport"},
	{"4-2", "water"}, {"4-1", "energy"}, {"5-1", "energy"}, {"6-5", "energy"},
	{"6-6", "resilience"}, {"6-3", "education"}, {"6-4", "health"},
}

// projectStates are the projects that are not simply planned for 2030.
var projectStates = []struct {
	id string
	state
	why string
}{
	{"project-2-3-01", state{status: "under_construction", horizon: "2030"}, "第一章 七：22号线启动建设"},
	{"project-2-3-02", state{status: "under_construction", horizon: "2030"}, "第二十二章 一：全面建成姚家园路东延一期"},
	{"project-2-3-04", state{status: "under_construction", horizon: "2030"}, "第一章 七：潮白河国家森林公园北京段实现开工"},
	{"project-6-1-01", state{status: "under_construction", horizon: "2030"}, "第二十二章 一：实现M101线一期完工"},
	{"project-6-1-03", state{status: "study", horizon: "beyond"}, "第二十二章 一：推进M102线规划方案研究"},
	{"project-6-2-01", state{status: "under_construction", horizon: "2030"}, "第二十二章 一：全面建成京秦高速"},
}
