"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.filing.views import clerk, lists, passing, rounds, workbooks

app_name = "filing"
urlpatterns: list[URLPattern] = [
    path("", rounds.index, name="index"),
    path("rounds/new/", rounds.new, name="new"),
    path("rounds/<int:pk>/", rounds.one_round, name="round"),
    path("rounds/<int:pk>/remind/", rounds.remind, name="remind"),
    path("rounds/<int:pk>/due/", rounds.due, name="due"),
    path("rounds/<int:pk>/close/", rounds.close, name="close"),
    path("rounds/<int:pk>/reopen/", rounds.reopen, name="reopen"),
    path("<int:pk>/", clerk.filing, name="filing"),
    path("<int:pk>/pages/<slug:name>/", clerk.form, name="page"),
    path("<int:pk>/save/", clerk.save, name="save"),
    path("<int:pk>/explain/", clerk.explain, name="explain"),
    path("<int:pk>/values/<int:cell>/", clerk.value, name="value"),
    path("<int:pk>/lists/<slug:name>/", lists.put, name="put"),
    path("<int:pk>/remove/", lists.remove, name="remove"),
    path("<int:pk>/stages/", lists.add_stage, name="add_stage"),
    path("<int:pk>/workbook/", workbooks.download, name="download"),
    path("<int:pk>/upload/", workbooks.upload, name="upload"),
    path("<int:pk>/upload/apply/", workbooks.apply, name="apply"),
    path("<int:pk>/upload/marked/", workbooks.marked, name="marked"),
    path("<int:pk>/hand-over/", clerk.hand_over, name="hand_over"),
    path("<int:pk>/sign/", passing.reading, name="reading"),
    path("<int:pk>/sign/now/", passing.sign, name="sign"),
    path("<int:pk>/send-back/", passing.send_back, name="send_back"),
    path("<int:pk>/review/", passing.review, name="review"),
    path("<int:pk>/remark/", passing.remark, name="remark"),
    path("<int:pk>/decide/", passing.decide, name="decide"),
]
