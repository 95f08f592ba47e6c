// The names of states, kinds and validities, as publisher/wording/labels.py has them.

import { t } from "../page.js";

/** Where a consultation stands, in the order of its life. */
export const STATE_NAMES = {
  upcoming: t("即将开始"),
  open: t("征集中"),
  closed: t("意见整理中"),
  answered: t("已反馈"),
  issued: t("已印发"),
};

export const KIND_NAMES = {
  consultation: t("征求意见"),
  document: t("政策文件"),
  interpretation: t("政策解读"),
  reply: t("建议提案答复"),
  commitments: t("服务承诺"),
  news: t("工作动态"),
};

export const VALIDITY_MARKS = {
  修改: t("已修改"),
  废止: t("已废止"),
  失效: t("已失效"),
};
