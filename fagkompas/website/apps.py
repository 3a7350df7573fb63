from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "fagkompas.website"
    label = "website"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from fagkompas.citizens.closing import FOLLOWED_BY
        from fagkompas.conversations.actions.preparing import call_off_planned

        FOLLOWED_BY[:] = [call_off_planned]
