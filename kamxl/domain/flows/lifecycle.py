"""客户生命周期: 潜在 → 接触 → 谈判 → 成交 → 合作 → (续约 | 流失 | 终止); the customer's own specialist moves it on.

潜在 is 找寻 and 分辨; 谈判 is 谈判前 and 谈判中; 成交 is 合同签订, then 生产计划 and 物流; 合作 is 增值服务, 维修, 配件 and 回访.
"""

from ..flow import Action, Flow, Step

FLOW = Flow(
    id="lifecycle",
    zh="客户生命周期",
    en="Customer life cycle",
    form="profile",
    start="未登记",
    ends=("流失", "终止"),
    steps=(
        Step("未登记", Action.SUBMIT, None, "潜在", label="登记为潜在"),
        Step("未登记", Action.SUBMIT, None, "接触", label="登记为接触"),
        Step("未登记", Action.SUBMIT, None, "谈判", label="登记为谈判"),
        Step("未登记", Action.SUBMIT, None, "合作", label="登记为合作", condition="since_known"),
        Step("潜在", Action.ADVANCE, None, "接触", label="初次接触"),
        Step("潜在", Action.ADVANCE, None, "终止", label="放弃"),
        Step("接触", Action.ADVANCE, None, "谈判", label="开始谈判"),
        Step("接触", Action.ADVANCE, None, "终止", label="放弃"),
        Step("谈判", Action.ADVANCE, None, "成交", label="签订合同", condition="contract_signed"),
        Step("谈判", Action.ADVANCE, None, "接触", label="谈判中止"),
        Step("谈判", Action.ADVANCE, None, "终止", label="放弃"),
        Step("成交", Action.ADVANCE, None, "合作", label="开始供货", condition="since_known"),
        Step("合作", Action.ADVANCE, None, "合作", label="续约", condition="contract_signed"),
        Step("合作", Action.ADVANCE, None, "流失", label="流失", condition="loss_explained"),
        Step("合作", Action.ADVANCE, None, "终止", label="终止合作"),
        Step("流失", Action.ADVANCE, None, "接触", label="重新开发"),
    ),
)
