"""What entries of the public's side are called where the desk shows a history."""

PUBLIC_HAPPENINGS = {
    "comment.revised": "修改意见",
    "comment.withdrawn": "撤回意见",
    "name_consent.withdrawn": "撤回公开姓名的同意",
    "contact.verified": "核实联系方式",
    "attachments.received": "提交附件",
    "attachment.opened": "打开附件",
    "request.made": "提出请求",
    "request.answered": "答复请求",
    "submission.restricted": "限制处理个人信息",
    "submission.erased": "删除个人信息和内容",
    "comment.released": "定下是否公开",
}
