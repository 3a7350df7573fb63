from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "fagkompas.citizens"
    label = "citizens"
    default_auto_field = "django.db.models.BigAutoField"
