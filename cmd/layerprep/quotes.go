package main

// quotations ties features to the plan's own words on them: the first row whose
// id matches holds, a star at the end matches any rest. Roads of the grid, ring
// parks' order, industrial parks and projects are cited where they are built.
var quotations = []struct {
	id string
	passage
}{
	{"layout-core", passage{"ch03-s3", "“一核”即", "首要窗口。"}},
	{"layout-zone-taima", passage{"ch03-s3", "台马协同区集聚发展", "高端智能制造集群。"}},
	{"layout-zone-culture", passage{"ch03-s3", "文化旅游区以北京环球度假区为核心", "高品质旅游度假目的地。"}},
	{"layout-town-zhangjiawan", passage{"ch03-s3", "张家湾设计小镇围绕", "北京设计之都重要平台"}},
	{"layout-town-taihu", passage{"ch03-s3", "台湖演艺小镇创新拓展", "的文化新地标"}},
	{"layout-town-songzhuang", passage{"ch03-s3", "宋庄艺术创意小镇发挥", "艺术创意产业发展高地。"}},
	{"layout-belt*", passage{"ch03-s3", "“一带”即", "引人入胜的绿动空间。"}},
	{"layout-axis*", passage{"ch03-s3", "“一轴”即", "集约高效的高质量发展轴。"}},
	{"layout-corridor*", passage{"ch03-s3", "“一廊”即", "产业领域实质性合作。"}},
	{"plan-area-highline-park", passage{"box-4-2", "通过东六环路入地改造", "高线公园标杆典范。"}},
	{"subcentre", passage{"ch01-s2", "155 平方公里范围内供水安全系数达到 1.3 以上", ""}},

	{"green-heart", passage{"box-4-1", "一心即城市绿心森林公园", ""}},
	{"green-ring", passage{"box-4-1", "一环即", "宋庄公园"}},
	{"green-belt-*", passage{"box-4-1", "两带即", "东部生态绿带"}},
	{"green-zone-*", passage{"box-4-1", "两区即", "大型区域生态廊道控制区"}},
	{"park-*", passage{"box-4-1", "一环即", "宋庄公园"}},

	{"road-X-6ring", passage{"table-6-2", "工程分为南北两段", "长约 8.1 公里。"}},
	{"road-X-G1", passage{"table-6-2", "线路西起六环路，东至市界", "长约 24 公里。"}},
	{"road-X-tongyan", passage{"table-6-2", "线路东起丁各庄收费站", "提升通行能力和管理效率。"}},
	{"road-X-jingqin", passage{"table-6-2", "线路西起机场二高速", "其中通州段约 6 公里。"}},
	{"road-X-yaojiayuan", passage{"table-2-3", "城市快速路，起自首都机场第二通道，东至通顺路。", ""}},
	{"road-X-G230", passage{"ch03-s3", "以国道 230 为核心发展轴", "永乐店镇"}},
	{"road-X-zhangcai", passage{"ch03-s3", "以张采路、漷小路、孔兴路等为南北联络线", ""}},
	{"road-X-huoxiao", passage{"ch03-s3", "以张采路、漷小路、孔兴路等为南北联络线", ""}},
	{"road-X-kongxing", passage{"ch03-s3", "以张采路、漷小路、孔兴路等为南北联络线", ""}},
	{"road-X-tongqing", passage{"table-3-1", "位于国家网络安全产业园（通州园），北起国道 509 唐通线", "一级公路。"}},
	{"road-X-jiude", passage{"table-2-3", "后续实施九德路-张凤路", "段建设。"}},
	{"road-X-S15", passage{"table-3-1", "位于台湖镇，北起京台路", "城市主干路。"}},

	{"river-beiyun", passage{"ch14-s2", "推进北运河、潮白河等水系治理工程", ""}},
	{"river-chaobai", passage{"table-4-2", "治理潮白河通州段 37.6 公里", "河道信息化等工程。"}},
	{"river-wenyu", passage{"table-4-2", "温榆河及潮白河滩地疏挖约 1.5 公里", ""}},
	{"river-wenchaojian", passage{"table-4-2", "建设内容为新疏挖河道约 13 公里", "绿化等配套设施。"}},
	{"river-tonghui", passage{"ch09-s1", "建设萧太后河、通惠河等多个河段各具特色的活力空间", ""}},
	{"river-xiaotaihou", passage{"table-6-6", "治理萧太后河东六环至凉水河段", "防洪闸等。"}},
	{"river-liangshui", passage{"table-6-6", "治理萧太后河东六环至凉水河段", "防洪闸等。"}},

	{"railline-M101", passage{"table-6-1", "线路起自通州商务园站", "停车场 1 处。"}},
	{"railline-M102", passage{"table-6-1", "线路西起万盛东", "设车站 16 座。"}},
	{"railline-22", passage{"table-2-3", "线路起自 CBD 区域东大桥站", "设车站 6 座。"}},
	{"railline-yizhuang", passage{"table-6-1", "利用亦庄线台湖车辆段增设站点", "轨道交通服务。"}},
	{"railline-1", passage{"ch01-s1", "地铁 1 号线与八通线实现贯通", ""}},
	{"st-M101-*", passage{"table-6-1", "线路起自通州商务园站", "停车场 1 处。"}},
	{"st-M102-*", passage{"table-6-1", "线路西起万盛东", "设车站 16 座。"}},
	{"st-22-*", passage{"table-2-3", "线路起自 CBD 区域东大桥站", "设车站 6 座。"}},
	{"st-yizhuang-06", passage{"table-6-1", "利用亦庄线台湖车辆段增设站点", "轨道交通服务。"}},
	{"st-rail-01", passage{"ch01-s7", "北京通州站建成投运", ""}},
	{"st-rail-05", passage{"ch07-s2", "研究启用京津城际永乐店站", ""}},
	{"st-6-09", passage{"ch07-s1", "强化 6 号线潞城站、潞阳站、东夏园枢纽等周边两地通勤人员跨境通勤保障", ""}},
	{"st-6-10", passage{"ch07-s1", "强化 6 号线潞城站、潞阳站、东夏园枢纽等周边两地通勤人员跨境通勤保障", ""}},
	{"st-6-11", passage{"ch07-s1", "强化 6 号线潞城站、潞阳站、东夏园枢纽等周边两地通勤人员跨境通勤保障", ""}},
	{"st-7-04", passage{"ch22-s1", "建设万盛东站、高楼金站、永顺站等一批轨道微中心", ""}},
	{"st-7-06", passage{"ch22-s1", "建设万盛东站、高楼金站、永顺站等一批轨道微中心", ""}},
	{"st-rail-02", passage{"ch22-s1", "启动通州西站轨道微中心示范项目", ""}},

	{"sub-p220-*", passage{"ch23-s1", "新扩建220千伏变电站4座、110千伏变电站17座", ""}},
	{"sub-p110-*", passage{"ch23-s1", "新扩建220千伏变电站4座、110千伏变电站17座", ""}},

	{"ip-09", passage{"ch10-s3", "推动马驹桥物流基地转型升级", ""}},
	{"lm-03", passage{"ch01-s1", "东六环入地改造、城市绿心三大文化设施等一批标志性节点项目接续建成", ""}},
	{"lm-07", passage{"ch01-s2", "中国人民大学和北京服装学院的通州校区建成投用", ""}},
	{"lm-08", passage{"ch04-s2", "推动瓮城遗址公园、张家湾古镇遗址公园等建设", ""}},
}
