"""Short drafts of question wording in three languages, enough to see a page in each script."""

from __future__ import annotations

ITEMS = (
    "out_sat_01",
    "per_bel_01",
    "per_val_01",
    "per_tru_01",
    "rel_eas_01",
    "rel_coh_01",
    "rel_bri_01",
    "str_fai_02",
    "str_voi_02",
    "str_inf_01",
    "per_saf_01",
    "out_hea_01",
    "ctx_cov_01",
    "str_acc_02",
    "per_sti_02",
    "ctx_spa_01",
    "scale.extent5.4",
    "scale.extent5.5",
    "scale.ease5.4",
    "scale.ease5.5",
    "scale.satisfaction5.4",
    "scale.satisfaction5.5",
    "level.perceptual",
    "level.relational",
    "level.structural",
    "level.outcome",
    "level.context",
    "template.pulse_core",
)

_SPANISH = """
En general, ¿qué tan contento está con esta comunidad como lugar para vivir?
¿Cuánto siente que esta comunidad también es suya?
¿Cuánto valora la gente de aquí lo que usted puede ofrecer?
¿Cuánto confía en sus vecinos de aquí?
¿Qué tan fácil es conocer gente aquí?
¿Qué tan bien se llevan los distintos grupos de residentes aquí?
En el último mes, ¿cada cuánto habló con un vecino que no es como usted?
¿Cada cuánto se aplican las reglas igual para todos aquí?
¿Cuánto escuchan a residentes como usted quienes dirigen este lugar?
¿Cuánta voz tiene usted en las decisiones que dan forma a la vida aquí?
¿Qué tan seguro se siente fuera de su casa aquí por la noche?
¿Cómo está su salud en estos días?
Aquí hay un acuerdo escrito sobre cómo nos tratamos. ¿Qué tan bien lo conoce?
¿Ha oído qué se hizo después de la última encuesta?
¿Cada cuánto algunos vecinos desprecian a otros por la forma en que pagan la renta?
En el último mes, ¿qué espacios compartidos usó aquí?
Bastante
Mucho
Fácil
Muy fácil
Contento
Muy contento
Sentirse en casa
Conocerse unos a otros
Tener voz
En general
La vida aquí
Encuesta breve
"""

_CHINESE = """
总的来说，您对住在这个社区有多满意？
您在多大程度上觉得这个社区也是您的？
这里的人有多看重您能带来的东西？
您有多信任这里的邻居？
在这里认识人有多容易？
这里不同的住户群体相处得怎么样？
过去一个月，您多久和一位与您不同的邻居交谈一次？
这里的规定对每个人一视同仁的时候有多少？
管理这里的人有多愿意听像您这样的住户的意见？
对于影响这里生活的决定，您有多少发言权？
夜里在家门外，您觉得有多安全？
您最近的健康状况怎么样？
这里有一份关于彼此相待的书面约定。您对它了解多少？
您听说过上次调查之后做了什么吗？
有些邻居多久会因为别人付房租的方式而看不起他们？
过去一个月，您用过这里的哪些公共空间？
相当多
非常多
容易
非常容易
满意
非常满意
有家的感觉
彼此认识
有发言权
总的来说
这里的生活
季度小调查
"""

_ARABIC = """
بشكل عام، ما مدى سعادتك بهذا المجتمع كمكان للعيش؟
إلى أي حد تشعر بأن هذا المجتمع لك أنت أيضًا؟
إلى أي حد يقدّر الناس هنا ما يمكنك أن تقدّمه؟
إلى أي حد تثق بجيرانك هنا؟
ما مدى سهولة التعرّف على الناس هنا؟
ما مدى انسجام مجموعات السكان المختلفة هنا؟
في الشهر الماضي، كم مرة تحدثت مع جار لا يشبهك؟
كم مرة تُطبَّق القواعد بالطريقة نفسها على الجميع هنا؟
إلى أي حد يستمع القائمون على هذا المكان إلى سكان مثلك؟
إلى أي حد لك رأي في القرارات التي تشكّل الحياة هنا؟
ما مدى شعورك بالأمان خارج منزلك هنا ليلًا؟
كيف صحتك هذه الأيام؟
هناك اتفاق مكتوب هنا حول كيف نعامل بعضنا. إلى أي حد تعرفه؟
هل سمعت بما جرى بعد الاستطلاع الأخير؟
كم مرة ينظر بعض الجيران باستعلاء إلى غيرهم بسبب طريقة دفع إيجارهم؟
في الشهر الماضي، أي الأماكن المشتركة هنا استخدمت؟
كثيرًا
كثيرًا جدًا
سهل
سهل جدًا
سعيد
سعيد جدًا
الشعور بأننا في بيتنا
التعرّف على بعضنا
أن يكون لنا رأي
بشكل عام
الحياة هنا
استطلاع قصير
"""


def _draft(lines: str) -> dict[str, str]:
    return dict(zip(ITEMS, lines.strip().splitlines(), strict=True))


DRAFTS = {"es": _draft(_SPANISH), "zh-Hans": _draft(_CHINESE), "ar": _draft(_ARABIC)}
