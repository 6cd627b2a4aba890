package main

import "fmt"

// projectNamesEN are our English names of the key projects, by id.
var projectNamesEN = []struct{ id, en string }{
	{"project-2-1-01", "Beijing Art Museum"},
	{"project-2-1-02", "Military Museum of the Chinese People's Revolution, Tongzhou Branch"},
	{"project-2-1-03", "Liyuan Art Museum"},
	{"project-2-2-01", "Renmin University of China, Tongzhou Campus, phase 2"},
	{"project-2-2-02", "Beijing Dance Academy"},
	{"project-2-2-03", "Beijing Emergency Medical Center"},
	{"project-2-2-04", "Second group of municipal state-owned enterprises, relocation"},
	{"project-2-2-05", "Tongrentang Group headquarters and innovation base"},
	{"project-2-3-01", "Rail transit Line 22"},
	{"project-2-3-02", "Yaojiayuan Road eastern extension, phase 1"},
	{"project-2-3-03", "National Road 230, widening"},
	{"project-2-3-04", "Chaobai River National Forest Park"},
	{"project-3-1-01", "Zhangfeng Road (Jingha Expressway to Jingjin Highway)"},
	{"project-3-1-02", "Guangtong Street (Zhangfeng Road to Lianggezhuang West Road)"},
	{"project-3-1-03", "Baofeng Road (Guangkai Street to Jingjin Highway)"},
	{"project-3-1-04", "Guangkai Street (Baofeng Road to Liangshang Ditch)"},
	{"project-3-1-05", "Huoyu Road (Zhangcai Road to Huoxiao Road)"},
	{"project-3-1-06", "Huocheng West 3rd Road (Huoma Road to Huoxing West 6th Street)"},
	{"project-3-1-07", "Huocheng West 1st Road (Huotai Road to Huoxing West 6th Street)"},
	{"project-3-1-08", "Huoxiao Road, widening"},
	{"project-3-1-09", "Tongqing Road, widening"},
	{"project-3-1-10", "Hulang Road"},
	{"project-3-1-11", "Xusong Road (Luyuan North Street to Beidi Road)"},
	{"project-3-1-12", "Xusong East 4th Street (Xusong Road to Tonghuai Road)"},
	{"project-3-1-13", "Baide Road (western district line to Huoxiao Road)"},
	{"project-3-1-14", "Tongtai Road southern extension"},
	{"project-3-1-15", "Hengye 3rd Street (Yongkai West Road to Huoxiao Road)"},
	{"project-4-1-01", "Jilin-to-Beijing UHVDC converter station and line (Tongzhou section)"},
	{"project-4-1-02", "Integrated energy works of the Sub-center's key areas"},
	{"project-4-1-03", "Tongzhou organic waste treatment centre"},
	{"project-4-2-01", "Wenchaojian River cut"},
	{"project-4-2-02", "Chaobai River regulation and ecological restoration (Tongzhou section)"},
	{"project-4-2-03", "Jianhebei resource recovery centre, phase 1"},
	{"project-4-2-04", "Yizhuang New Town Taihu water reclamation plant, phase 2"},
	{"project-4-2-05", "Bishui water reclamation plant, enlargement"},
	{"project-4-2-06", "Township water reclamation plants, phase 2"},
	{"project-4-2-07", "Separation of combined sewers in the Sub-center"},
	{"project-4-2-08", "Two-rivers water network, phases 2 and 3"},
	{"project-4-2-09", "South water network (Taihu–Majuqiao and Yujiawu–Yongledian areas)"},
	{"project-4-2-10", "North water network, phase 2"},
	{"project-5-1-01", "Yongledian second waterworks"},
	{"project-5-1-02", "Township waterworks enlargement, phase 1"},
	{"project-5-1-03", "Renewal of collective water mains in the extended area"},
	{"project-5-1-04", "Linked water mains of the southern townships"},
	{"project-6-1-01", "Rail transit M101, phase 1"},
	{"project-6-1-02", "Yizhuang Line, Taihu Depot infill stop"},
	{"project-6-1-03", "Rail transit M102"},
	{"project-6-2-01", "Jingqin Expressway (2nd Airport Expressway to 6th Ring), Tongzhou section"},
	{"project-6-2-02", "Tongyan Expressway, capacity upgrade"},
	{"project-6-2-03", "Jingha Expressway, reconstruction and widening"},
	{"project-6-2-04", "6th Ring Road reconstruction, Tongzhou section"},
	{"project-6-3-01", "Beijing First Experimental Middle School"},
	{"project-6-3-02", "Culture and Tourism Zone middle school"},
	{"project-6-3-03", "Culture and Tourism Zone primary school"},
	{"project-6-3-04", "Wuzi Xueyuan nine-year school"},
	{"project-6-3-05", "Lianggezhuang resettlement area nine-year school"},
	{"project-6-3-06", "Luyuan middle school"},
	{"project-6-3-07", "Qiaozhuang complete secondary school"},
	{"project-6-4-01", "Tongzhou Maternal and Child Health Hospital, relocation"},
	{"project-6-4-02", "Tongzhou Psychiatric Hospital, enlargement"},
	{"project-6-5-01", "South-to-North Water Tongzhou waterworks, phase 2"},
	{"project-6-5-02", "South-to-North Water Tongzhou fourth waterworks and trunk mains"},
	{"project-6-5-03", "Guangqu Road eastern extension, water main"},
	{"project-6-6-01", "Flood-safety resilience works"},
	{"project-6-6-02", "Separation of combined sewers in the Sub-center"},
	{"project-6-6-03", "Beiyun River dike reinforcement, Sub-center section"},
	{"project-6-6-04", "Drainage pumping stations at key points"},
	{"project-6-6-05", "Xiaotaihou River regulation (Zhangjiawan Old Town section)"},
}

// projectEnglish gives the English names in row order.
func projectEnglish(rows []map[string]string) ([]string, error) {
	out := make([]string, len(rows))
	for i, r := range rows {
		for _, n := range projectNamesEN {
			if n.id == r["id"] {
				out[i] = n.en
			}
		}
		if out[i] == "" {
			return nil, fmt.Errorf("%s has no English name", r["id"])
		}
	}
	return out, nil
}
